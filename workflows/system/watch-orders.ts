import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OctaneActivities } from '../../activities/activities.ts';
import { fieldsOf } from '../../contract/plain-objects.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { assertOwnInput } from './own-input.ts';

/** As long as it takes; the delay between attempts, which are the ticks, comes with each failure (activities/watching.ts). */
const watching = proxyActivities<OctaneActivities>({
  taskQueue: TASK_QUEUES.octane,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 minute', backoffCoefficient: 1 },
});

/**
 * Watches for orders of a group that Octane has changed, until it is cancelled, or the worker is configured not to watch.
 *
 * @returns why it ended.
 */
export async function watchOrders(group: { groupNo: string }): Promise<string> {
  const { groupNo } = fieldsOf(group);
  assertOwnInput(typeof groupNo === 'string', '{groupNo}');
  setCurrentDetails(`Has orders of group ${group.groupNo} be polled at once when Octane has changed them.`);
  const why = await watching.watchOrders.executeWithOptions({ summary: `Changed orders of group ${group.groupNo}` }, [
    group,
  ]);
  setCurrentDetails(why);
  return why;
}
