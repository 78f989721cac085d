import type { z } from 'zod';
import type { planList } from '../octane/plans.ts';
import { invalid } from './refusal.ts';

type PlanList = z.output<typeof planList>;

const PLAN_NAMES: Record<number, string> = {
  1001: 'Home Fast 50/20',
  1002: 'Home Fast 100/20',
  1003: 'Home Superfast 250/25',
  1004: 'Home Ultrafast 1000/400',
  1005: 'Home Fast 25/10',
  1006: 'Home Superfast 500/200',
};

/** The plans that the sandbox's one group may sell. */
export class PlanCatalogue {
  readonly groupNo: string;
  readonly groupName = 'Sandbox Telecom';
  readonly plans = Object.entries(PLAN_NAMES).map(([planNo, planName]) => ({
    planNo: Number(planNo),
    planName,
    usageType: 'NBN',
  }));

  constructor(groupNo: string) {
    this.groupNo = groupNo;
  }

  find(planNo: number | undefined): PlanList['groupPlan'][number] | undefined {
    return this.plans.find((plan) => plan.planNo === planNo);
  }

  /**
   * @param field - Where the request names the plan.
   * @throws Refusal a validation error, when the group may not sell it.
   */
  requireOffered(planNo: number, field: string): void {
    if (!this.find(planNo)) throw invalid(field, `Group ${this.groupNo} has no such plan`);
  }

  /** As List Plans answers it. */
  view(): PlanList {
    return { groupNo: this.groupNo, groupName: this.groupName, groupPlan: this.plans };
  }
}
