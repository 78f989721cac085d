import { Context } from '@temporalio/activity';
import { speedOf, type Plan } from '../octane/plans.ts';
import type { Octane } from '../octane/octane.ts';
import { invalidOrder } from './failures.ts';

export interface WantedPlan {
  groupNo: string;
  planNo: number;
  /** Which field of the input names the plan; default `planNo`. */
  field?: string;
  /** Where it is to be connected, as the qualification says. */
  at?: { locationId: string; availablePlans?: string[] | undefined };
  /** Of the NTD that it is to be activated on. */
  generation?: 1 | 2 | undefined;
}

export interface PlanActivities {
  /** @throws ApplicationFailure `InvalidOrder` when the group does not sell the plan, or it cannot be had at the location. */
  assertPlanOffered: (wanted: WantedPlan) => Promise<void>;
}

/** inferred: the fastest that can be activated on equipment of the first generation, in Mbps. */
const FIRST_GENERATION_MAX_DOWN = 1000;

export function planActivities(octane: Octane): PlanActivities {
  return { assertPlanOffered: (wanted) => assertPlanOffered(octane, wanted) };
}

/** As {@link PlanActivities}, for an activity that checks a plan among other things. */
export async function assertPlanOffered(
  octane: Octane,
  { groupNo, planNo, field = 'planNo', at, generation }: WantedPlan,
): Promise<void> {
  const offered = await octane.plans.list(groupNo, Context.current().cancellationSignal);
  const refuse = (message: string) => invalidOrder([{ path: field, message: `plan ${planNo} ${message}` }]);
  const plan = offered.find((candidate) => candidate.planNo === planNo);
  if (!plan) throw refuse(`is not offered to group ${groupNo} (offered: ${listed(offered)})`);
  const { availablePlans } = at ?? {};
  const available = ({ planName = '' }: Plan) => availablePlans?.includes(planName) ?? true;
  if (at && !available(plan)) {
    throw refuse(`cannot be had at ${at.locationId} (available: ${listed(offered.filter(available))})`);
  }
  if (generation === 1 && (speedOf(plan)?.down ?? 0) > FIRST_GENERATION_MAX_DOWN) {
    throw refuse(
      `is too fast to be activated on first-generation equipment: give a plan up to ${FIRST_GENERATION_MAX_DOWN} Mbps, and this one as upgradeToPlanNo`,
    );
  }
}

function listed(plans: Plan[]): string {
  return plans.map(({ planNo }) => planNo ?? '?').join(', ') || 'none';
}
