import { allHandlersFinished, CancellationScope, condition, continueAsNew } from '@temporalio/workflow';
import type { Progress } from '../../contract/outputs.ts';
import type { CarriedFollowing } from './following.ts';
import type { CarriedPlacing } from './placing.ts';
import type { CarriedHold } from './service-hold.ts';
import type { CarriedWithdrawal } from './withdrawal.ts';

/**
 * What a run of an order hands to the run that continues it, when its history has grown too long. The new run goes through
 * the flow again, and takes what each step came to from here, up to where the old one stood. Nothing personal is in it.
 */
export interface Carried {
  progress: Progress;
  /** An order that a person took up without the checks. */
  adopted?: string | undefined;
  /** What the steps came to, in order. */
  steps: unknown[];
  following?: CarriedFollowing | undefined;
  placing: CarriedPlacing;
  withdrawal: CarriedWithdrawal;
  hold?: CarriedHold | undefined;
}

/** Hands the order to a new run, once the updates that are being answered have been, also when it is to be withdrawn. Never returns. */
export function continueOrder(handOver: () => Promise<void>, input: unknown, carry: () => Carried): Promise<never> {
  return CancellationScope.nonCancellable(async () => {
    await handOver();
    await condition(allHandlersFinished);
    return continueAsNew<(input: unknown, carried: Carried) => Promise<unknown>>(input, carry());
  });
}
