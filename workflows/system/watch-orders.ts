import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OctaneActivities } from '../../activities/activities.ts';
import { fieldsOf } from '../../contract/fields.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { invalidInput } from './invalid-input.ts';

/** As long as it takes; the delay between attempts, which are the ticks, comes with each failure (activities/watching.ts). */
const watching = proxyActivities<OctaneActivities>({
  taskQueue: TASK_QUEUES.octane,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 minute', backoffCoefficient: 1 },
});

/**
 * Watches for orders of a group that Octane has changed, until it is cancelled, or nobody is meant to watch any more.
 *
 * @returns why it ended.
 * @throws ApplicationFailure `InvalidOrder` when no group is named.
 */
export async function watchOrders(group: { groupNo: string }): Promise<string> {
  if (!isGroup(group)) throw invalidInput('The watcher takes {groupNo}, a text.');
  setCurrentDetails(`Lets orders of group ${group.groupNo} look at once when Octane has changed them.`);
  const why = await watching.watchOrders.executeWithOptions({ summary: `Changed orders of group ${group.groupNo}` }, [
    group,
  ]);
  setCurrentDetails(why);
  return why;
}

function isGroup(value: unknown): boolean {
  const { groupNo } = fieldsOf(value);
  return typeof groupNo === 'string' && groupNo !== '';
}
