import { Decisions } from '../../workflows/order/decisions.ts';
import { OrderState } from '../../workflows/order/order-state.ts';
import { Order } from '../../workflows/order/order.ts';
import { newRecord } from '../../workflows/order/carried-record.ts';

export interface Carried {
  /** What the run before has done, by step. */
  steps: Record<string, unknown>;
  /** What it has promised, by name. */
  kept: Record<string, unknown>;
}

/** A run that continues another one. @returns what each step of today's code gets, in its order, and what is kept under each name. */
export async function continueSteps(
  carried: Carried,
  steps: string[],
  names: string[],
): Promise<{ results: unknown[]; kept: string[] }> {
  const record = { ...newRecord('planChange', 'nbn-order-T-1'), ...carried };
  const state = new OrderState(record);
  const common = { groupNo: '123', custReqDate: '2026-03-02T00:00:00Z', onFallout: 'fail' } as const;
  const order = new Order(common, state, new Decisions(state, () => 'fail'), () =>
    Promise.reject(new Error('It is short.')),
  );
  const results: unknown[] = [];
  for (const step of steps) results.push(await order.step(step, () => Promise.resolve(`done now: ${step}`)));
  return { results, kept: names.map((name) => order.keptOr(name, 'new')) };
}
