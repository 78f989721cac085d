import type { z } from 'zod';
import { speedOf, type planList } from '../octane/plans.ts';
import { invalid } from './refusal.ts';
import { TECHNOLOGIES, type TechnologyType } from './technologies.ts';

type PlanList = z.output<typeof planList>;
type Plan = PlanList['groupPlan'][number];

/** inferred from another wholesaler: what an NTD of the first generation carries, in Mbps. */
export const FIRST_GENERATION_MAX_DOWN = 1000;

const PLAN_NAMES: Record<number, string> = {
  1001: 'Home Fast 50/20',
  1002: 'Home Fast 100/20',
  1003: 'Home Superfast 250/25',
  1004: 'Home Ultrafast 1000/400',
  1005: 'Home Hyperfast 2000/100',
  1006: 'Home Superfast 500/200',
  1007: 'Home Fast 25/10',
};

/** The plans that the sandbox's one group may sell. */
export class PlanCatalogue {
  readonly groupNo: string;
  readonly groupName = 'Sandbox Telecom';
  readonly plans: readonly Plan[] = Object.entries(PLAN_NAMES).map(([planNo, planName]) => ({
    planNo: Number(planNo),
    planName,
    usageType: 'NBN',
  }));

  constructor(groupNo: string) {
    this.groupNo = groupNo;
  }

  find(planNo: number | undefined): Plan | undefined {
    return this.plans.find((plan) => plan.planNo === planNo);
  }

  /**
   * @param field - Where the request names the plan.
   * @throws Refusal a validation error, when the group may not sell it.
   */
  requireOffered(planNo: number, field: string): Plan {
    const plan = this.find(planNo);
    if (!plan) throw invalid(field, `Group ${this.groupNo} has no such plan`);
    return plan;
  }

  /** @throws Refusal a validation error, when the group may not sell the plan or the technology is too slow for it. */
  requireAvailable(planNo: number, technologyType: TechnologyType): Plan {
    const plan = this.requireOffered(planNo, 'service.planNo');
    if (!this.availableOn(technologyType).includes(plan))
      throw invalid('service.planNo', `Not available on ${technologyType}`);
    return plan;
  }

  availableOn(technologyType: TechnologyType): Plan[] {
    return this.plans.filter((plan) => downOf(plan) <= TECHNOLOGIES[technologyType].maxDown);
  }

  /** As List Plans answers it. */
  view(): PlanList {
    return { groupNo: this.groupNo, groupName: this.groupName, groupPlan: [...this.plans] };
  }
}

/** In Mbps. */
export function downOf(plan: Plan): number {
  return speedOf(plan)?.down ?? 0;
}
