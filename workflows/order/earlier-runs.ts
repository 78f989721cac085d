import { ActivityFailure, CancellationScope } from '@temporalio/workflow';
import type { OrderFlow } from '../../contract/names.ts';
import { earlierRuns } from './capabilities.ts';
import type { OrderState } from './order-state.ts';
import { claimsOf } from './service-claims.ts';

/** What an earlier run of the same reference left at Octane, or may have left. */
export interface LeftBehind {
  orderIds: string[];
  /** What is known of it, for a person. */
  sentence: string;
}

/**
 * What earlier runs of the reference left, where no workflow follows it, or this run itself before it started over; undefined when that is
 * surely nothing. Asked before an order claims that Octane has none of it.
 *
 * @param urgently - A person waits for the answer.
 */
export async function leftByEarlierRuns(state: OrderState, { urgently = false } = {}): Promise<LeftBehind | undefined> {
  const { record, progress } = state;
  const { placement, began } = record.order;
  const isOwn = placement.is === 'unknown';
  const ask = urgently ? earlierRuns.findLeftBehindNow : earlierRuns.findLeftBehind;
  try {
    const { orderIds, inDoubt } = await CancellationScope.nonCancellable(() =>
      ask({
        // Enquiries have no orders, and do not ask.
        flow: progress.flow as OrderFlow,
        custNo: progress.custNo,
        services: claimsOf(state),
        leftNothingBy: record.earlierRuns.leftNothingBy,
        sentSince: isOwn ? began : undefined,
        notThese: record.order.notThese,
      }),
    );
    const who = isOwn ? 'This order, or an earlier run of its reference,' : 'An earlier run of this reference';
    if (orderIds.length > 0) {
      const orders = `${orderIds.length === 1 ? 'order' : 'orders'} ${orderIds.join(', ')}`;
      const has = inDoubt ? 'may have placed' : 'has';
      return { orderIds, sentence: `${who} ${has} Octane's ${orders}, which no workflow follows.` };
    }
    if (inDoubt) return { orderIds, sentence: `${who} may have placed an order, which no workflow follows.` };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const sentence = 'It cannot be told whether an earlier run of this reference has placed an order.';
    return { orderIds: [], sentence };
  }
  record.earlierRuns.leftNothingBy = new Date().toISOString();
  return undefined;
}
