import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { LocalActivities } from '../../activities/activities.ts';

/** As long as it takes; the delay between attempts, which are the counts, comes with each failure (activities/order-count.ts). */
const counting = proxyActivities<LocalActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 minute', backoffCoefficient: 1 },
});

/**
 * Counts the open orders for the metrics, until it is cancelled, or the worker is configured to have none.
 *
 * @returns why it ended.
 */
export async function countOrders(): Promise<string> {
  setCurrentDetails('Has all open orders be counted once a minute, for the metrics.');
  const why = await counting.countOrders.executeWithOptions({ summary: 'Open orders' }, []);
  setCurrentDetails(why);
  return why;
}
