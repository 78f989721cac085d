import { Context } from '@temporalio/activity';
import type { Octane } from '../octane/octane.ts';
import { invalidOrder } from './failures.ts';

export interface PlanActivities {
  /** @throws ApplicationFailure `InvalidOrder` when the group does not sell the plan. */
  assertPlanOffered: (wanted: { groupNo: string; planNo: number }) => Promise<void>;
}

export function planActivities(octane: Octane): PlanActivities {
  return {
    assertPlanOffered: async ({ groupNo, planNo }) => {
      const offered = await octane.plans.list(groupNo, Context.current().cancellationSignal);
      if (offered.some((plan) => plan.planNo === planNo)) return;
      const known = offered.map((plan) => plan.planNo ?? '?').join(', ') || 'none';
      throw invalidOrder([
        { path: 'planNo', message: `plan ${planNo} is not offered to group ${groupNo} (offered: ${known})` },
      ]);
    },
  };
}
