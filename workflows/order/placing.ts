import { ActivityFailure, ApplicationFailure, CancellationScope, sleep } from '@temporalio/workflow';
import type { OrderRequest } from '../../activities/orders.ts';
import type { FailureDetails } from '../../contract/failures.ts';
import { orders } from './capabilities.ts';

const FIRST_DELAY = 5_000;
const LONGEST_DELAY = 600_000;
/** While the customer's wish is still fresh. */
const PATIENCE = 24 * 3_600_000;

/**
 * Sends the create-order call, and again only after an attempt that surely created nothing. The retries are the workflow's
 * rather than Temporal's, because a retry that Temporal makes by itself may follow an attempt that nobody heard the end of.
 *
 * @param tellRefusal - Told why an attempt created nothing, before the next one.
 * @throws ActivityFailure when the outcome is not known, or trying again would not help.
 * @throws CancelledFailure when cancelled between two attempts: there surely is no order.
 */
export async function placeOrder(request: OrderRequest, tellRefusal: (why: string) => void): Promise<string> {
  const giveUpAt = Date.now() + PATIENCE;
  for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
    try {
      // An attempt is never cut off: its answer tells whether there is an order.
      const { orderId } = await CancellationScope.nonCancellable(() => orders.place(request));
      return orderId;
    } catch (error) {
      const refusal = retryableRefusal(error);
      const wait = Math.max(delay, Number(refusal?.nextRetryDelay ?? 0));
      if (!refusal || Date.now() + wait > giveUpAt) throw error;
      tellRefusal(refusal.message);
      await sleep(wait, { summary: 'Place the order again' });
    }
  }
}

/** The failure of an attempt that surely created nothing, and that may do better later. */
function retryableRefusal(error: unknown): ApplicationFailure | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.nonRetryable === true) return undefined;
  const details: FailureDetails = cause.details?.[0] ?? {};
  return details.outcome === 'refused' ? cause : undefined;
}
