import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import type { Lenient } from './lenient.ts';

const plan = z.object({
  planNo: z.number().int(),
  planName: z.string().optional(),
  usageType: z.string().optional(),
});

/** inferred: the fields of the legacy API's list of a group's plans. */
export const planList = z.object({
  groupNo: z.string().optional(),
  groupName: z.string().optional(),
  groupPlan: z.array(plan),
});
export type Plan = Lenient<z.output<typeof plan>>;

/** inferred: a plan's speeds in Mbps, from the end of a name such as `Home Hyperfast 2000/100`; undefined without one. */
export function speedOf({ planName }: Plan): { down: number; up: number } | undefined {
  const [, down, up] = /(?:^|\s)(\d+)\s*\/\s*(\d+)(?:\s*Mbps)?\s*$/i.exec(planName ?? '') ?? [];
  return down === undefined || up === undefined ? undefined : { down: Number(down), up: Number(up) };
}

export interface Plans {
  /** inferred: the plans a group may sell, as a list or in an envelope. */
  list: (groupNo: string, signal?: AbortSignal) => Promise<Plan[]>;
}

export function plans(http: OctaneHttp): Plans {
  return {
    list: async (groupNo, signal) => {
      const call = { parameters: { groupno: groupNo }, signal };
      const { rows } = await http.readList('listPlans', planList.shape.groupPlan, call);
      return rows;
    },
  };
}
