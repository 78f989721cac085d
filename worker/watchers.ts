import { Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { Logger, NativeConnection } from '@temporalio/worker';
import ms from 'ms';
import { COUNT_ORDERS, TASK_QUEUES, WATCH_ORDERS, watcherIdOf } from '../contract/names.ts';
import { dataConverterWith } from '../temporal/encryption/data-converter.ts';
import type { Configuration } from './configuration.ts';

type Watch = Pick<Configuration, 'watchInterval' | 'watchedGroups' | 'metricsAddress' | 'encryptionKeys'>;

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

/**
 * Starts what is configured and does not run: the watcher of each group, and for the metrics the count of all open orders. Workers that
 * are configured otherwise end them.
 */
export async function startWatchers(
  connection: NativeConnection,
  namespace: string,
  { watchInterval, watchedGroups, metricsAddress, encryptionKeys }: Watch,
): Promise<void> {
  const { workflow } = new Client({ connection, namespace, dataConverter: dataConverterWith(encryptionKeys) });
  const startOne = (type: string, workflowId: string, staticSummary: string, args: unknown[]) =>
    workflow.start(type, {
      args,
      workflowId,
      taskQueue: TASK_QUEUES.orders,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      staticSummary,
    });
  if (metricsAddress !== undefined) await startOne(COUNT_ORDERS.type, COUNT_ORDERS.workflowId, 'Count open orders', []);
  if (watchInterval === undefined) return;
  for (const groupNo of watchedGroups) {
    await startOne(WATCH_ORDERS, watcherIdOf(groupNo), `Watch the orders of group ${groupNo}`, [{ groupNo }]);
  }
}
