import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { Octane } from '../../octane/octane.ts';
import type { Configuration } from '../../worker/configuration.ts';
import { baselineActivities, baselineLocalActivities } from './activities.ts';
import { CACHED_WORKFLOWS } from '../../worker/workers.ts';
import { BASELINE_QUEUES } from './order.ts';

export interface BaselineWorkersOptions {
  connection: NativeConnection;
  namespace: string;
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  configuration: Configuration;
  octane: Octane;
}

/** The baselines' two workers, with the same options as ours. */
export function createBaselineWorkers(options: BaselineWorkersOptions): Promise<Worker[]> {
  const { connection, namespace, workflowBundle, configuration, octane } = options;
  const {
    pollInterval,
    octane: { requestsPerSecond },
  } = configuration;
  return Promise.all([
    Worker.create({
      connection,
      namespace,
      workflowBundle,
      taskQueue: BASELINE_QUEUES.workflows,
      maxCachedWorkflows: CACHED_WORKFLOWS,
      activities: baselineLocalActivities,
    }),
    Worker.create({
      connection,
      namespace,
      taskQueue: BASELINE_QUEUES.octane,
      activities: baselineActivities(octane, pollInterval),
      maxTaskQueueActivitiesPerSecond: requestsPerSecond,
    }),
  ]);
}
