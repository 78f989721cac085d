import { Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { Logger, NativeConnection } from '@temporalio/worker';
import ms from 'ms';
import { TASK_QUEUES, WATCH_ORDERS, watcherIdOf } from '../contract/names.ts';
import type { Configuration } from './configuration.ts';

type Watch = Pick<Configuration, 'watchInterval' | 'watchedGroups'>;

/**
 * Starts the watchers now, and starts those that have ended again and again: an older worker beside this one that is not configured to
 * watch ends them.
 *
 * @param every - Milliseconds; default: half an hour.
 * @returns a function that stops this; the watchers keep running.
 */
export async function keepWatchers(
  connection: NativeConnection,
  namespace: string,
  watch: Watch,
  logger: Logger,
  every = ms('30m'),
): Promise<() => void> {
  await startWatchers(connection, namespace, watch);
  const timer = setInterval(() => {
    startWatchers(connection, namespace, watch).catch((error: unknown) => {
      logger.warn('The watchers could not be started; they are tried again', { error });
    });
  }, every);
  return () => {
    clearInterval(timer);
  };
}

/** Starts the watcher of each configured group that has none. Workers that are configured not to watch end it. */
export async function startWatchers(
  connection: NativeConnection,
  namespace: string,
  { watchInterval, watchedGroups }: Watch,
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
