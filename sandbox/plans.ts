import type { z } from 'zod';
import type { planList } from '../octane/plans.ts';
import { invalid } from './refusal.ts';
import { TECHNOLOGIES, type TechnologyType } from './technologies.ts';

type PlanList = z.output<typeof planList>;

interface Plan {
  planNo: number;
  planName: string;
  /** In Mbps. */
  down: number;
}

/** inferred from another wholesaler: what an NTD of the first generation carries, in Mbps. */
export const FIRST_GENERATION_MAX_DOWN = 1000;

const PLANS: readonly Plan[] = [
  { planNo: 1001, planName: 'Home Fast 50/20', down: 50 },
  { planNo: 1002, planName: 'Home Fast 100/20', down: 100 },
  { planNo: 1003, planName: 'Home Superfast 250/25', down: 250 },
  { planNo: 1004, planName: 'Home Ultrafast 1000/400', down: 1000 },
  { planNo: 1005, planName: 'Home Hyperfast 2000/100', down: 2000 },
  { planNo: 1006, planName: 'Home Superfast 500/200', down: 500 },
  { planNo: 1007, planName: 'Home Fast 25/10', down: 25 },
];

/** The plans that the sandbox's one group may sell. */
export class PlanCatalogue {
  readonly groupNo: string;
  readonly groupName = 'Sandbox Telecom';

  constructor(groupNo: string) {
    this.groupNo = groupNo;
  }

  find(planNo: number | undefined): Plan | undefined {
    return PLANS.find((plan) => plan.planNo === planNo);
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
    return PLANS.filter(({ down }) => down <= TECHNOLOGIES[technologyType].maxDown);
  }

  /** As List Plans answers it. */
  view(): PlanList {
    const groupPlan = PLANS.map(({ planNo, planName }) => ({ planNo, planName, usageType: 'NBN' }));
    return { groupNo: this.groupNo, groupName: this.groupName, groupPlan };
  }
}
