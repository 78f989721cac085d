import { continueAsNew, proxyActivities, proxyLocalActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { BaselineActivities, BaselineLocalActivities } from './activities.ts';
import { BASELINE_QUEUES, type BaselineOrder } from './order.ts';

/*
 * What a competent person writes without knowing this project: the same steps towards an order, the same calls to Octane, the
 * same number of activities, and none of our logic (no lock, no search attributes, no updates, no jeopardy).
 */

const { checkInput } = proxyLocalActivities<BaselineLocalActivities>({ startToCloseTimeout: '10 seconds' });
const { findService, checkPlan, readOrder, awaitChange } = proxyActivities<BaselineActivities>({
  taskQueue: BASELINE_QUEUES.octane,
  startToCloseTimeout: '1 minute',
});
const { createOrder } = proxyActivities<BaselineActivities>({
  taskQueue: BASELINE_QUEUES.octane,
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

/** B0: nothing at all, the floor. */
export function empty(): Promise<void> {
  return Promise.resolve();
}

/** B1: the poll is an activity's retry, at a fixed interval. */
export async function retryPoll(order: BaselineOrder, placedOrderId?: string): Promise<string> {
  const orderId = placedOrderId ?? (await place(order));
  let seen = await readOrder({ orderId });
  while (!seen.ended) seen = await awaitChange({ orderId, seen: seen.status });
  return seen.status;
}

/** B2: sleeps and reads, in a new run whenever the server asks for one. */
export async function sleepLoop(order: BaselineOrder, placedOrderId?: string): Promise<string> {
  const orderId = placedOrderId ?? (await place(order));
  for (;;) {
    const { status, ended, pollInterval } = await readOrder({ orderId });
    if (ended) return status;
    await sleep(pollInterval);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof sleepLoop>(order, orderId);
  }
}

async function place(order: BaselineOrder): Promise<string> {
  await checkInput(order);
  await findService(order);
  await checkPlan(order);
  return createOrder(order);
}
