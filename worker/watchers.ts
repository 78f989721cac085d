import { Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { TASK_QUEUES, WATCH_ORDERS, watcherIdOf } from '../contract/names.ts';
import type { Configuration } from './configuration.ts';

/**
 * Starts the watcher of each configured group that has none. It is stopped by cancelling its workflow, or by workers that are
 * configured not to watch.
 */
export async function startWatchers(
  connection: NativeConnection,
  namespace: string,
  { watchInterval, watchedGroups }: Pick<Configuration, 'watchInterval' | 'watchedGroups'>,
): Promise<void> {
  if (watchInterval === undefined) return;
  const { workflow } = new Client({ connection, namespace });
  for (const groupNo of watchedGroups) {
    await workflow.start(WATCH_ORDERS, {
      args: [{ groupNo }],
      workflowId: watcherIdOf(groupNo),
      taskQueue: TASK_QUEUES.orders,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      staticSummary: `Watch the orders of group ${groupNo}`,
    });
  }
}
