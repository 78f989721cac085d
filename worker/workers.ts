import { Context } from '@temporalio/activity';
import { Worker, type NativeConnection, type Logger, type WorkerOptions } from '@temporalio/worker';
import { localActivities, octaneActivities } from '../activities/activities.ts';
import { waitingActivities } from '../activities/octane-outage.ts';
import { eventDeliveryActivities } from '../activities/event-delivery.ts';
import { octaneErrors } from '../activities/octane-errors.ts';
import { standardWebhooks } from '../activities/webhook.ts';
import { openOrders } from '../temporal/open-orders.ts';
import { dataConverterWith } from '../temporal/encryption/data-converter.ts';
import { visibleExecutions, type Executions } from '../temporal/executions.ts';
import { tell, type HappeningFields, type HappeningName } from '../contract/happenings.ts';
import { TASK_QUEUES } from '../contract/names.ts';
import type { Octane } from '../octane/octane.ts';
import type { Configuration } from './configuration.ts';
import { runtimeMetrics } from './metrics.ts';

/** Milliseconds beyond a call's own limit, for its answer to be recorded. */
const GRACE = 5_000;

/** Calls queue for so many seconds at most in this process. In Temporal's queue the one with the highest priority is first. */
const LONGEST_QUEUE = 4;
/** The SDK's own default; no limit of Octane's has needed more. */
const MOST_AT_A_TIME = 100;

export interface WorkersOptions {
  connection: NativeConnection;
  namespace: string;
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  configuration: Configuration;
  octane: Octane;
  logger: Logger;
  /** Default: what Temporal's visibility says. For a server that has none. */
  executions?: Executions | undefined;
}

/**
 * An order that waits has no workflow task, so its cached workflow only takes memory, some 400 kB each. An order is cached while it is
 * being placed, and its history is read again for the few events of its later life.
 */
export const CACHED_WORKFLOWS = 500;

/** The workers of a process: for workflows, for the calls to Octane, which are rate-limited as a whole, and for those to receivers of events. */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const { connection, namespace, configuration, octane, logger } = options;
  const { events } = configuration;
  const executions = options.executions ?? visibleExecutions;
  const metrics = runtimeMetrics();
  const { onDifference, onCounted, onResolution } = metrics;
  /** Of the order whose activity calls it. */
  const tellOfOrder = <Name extends HappeningName>(happening: Name, fields: HappeningFields<Name>) => {
    const { workflowExecution, workflowType } = Context.current().info;
    tell(logger, happening, fields, { workflowId: workflowExecution?.workflowId, workflowType });
  };
  const local = localActivities({ ...configuration, executions, onDifference, onCounted });
  const { responseTimeout, requestsPerSecond } = configuration.octane;
  metrics.onLimit(requestsPerSecond);
  const shared: Pick<
    WorkerOptions,
    'connection' | 'namespace' | 'dataConverter' | 'workerDeploymentOptions' | 'shutdownGraceTime' | 'shutdownForceTime'
  > = {
    connection,
    namespace,
    dataConverter: dataConverterWith(configuration.encryptionKeys),
    ...versionOf(configuration),
    // At a shutdown a running call to Octane ends and is recorded; only then is what still runs cancelled, and at last dropped.
    shutdownGraceTime: responseTimeout + GRACE,
    shutdownForceTime: responseTimeout + 2 * GRACE,
  };
  return Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.orders,
      workflowBundle: options.workflowBundle,
      maxCachedWorkflows: CACHED_WORKFLOWS,
      activities: { ...local, ...waitingActivities(octane) },
    }),
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.octane,
      activities: octaneActivities(octane, {
        ...configuration,
        responseTimeout,
        requestsPerSecond,
        executions,
        assessJeopardy: local.assessJeopardy,
        openOrders: openOrders(),
        onEscalation: (orderId, state, dueDate) => {
          tellOfOrder('stillInJeopardy', { orderId, state, dueDate });
        },
        onUnknownOutcome: (operation) => {
          metrics.onUnknownOutcome(operation);
          tellOfOrder('outcomeUnknown', { operation });
        },
        onResolution,
        onUnknownStatus: (orderId, orderStatus) => {
          metrics.onUnknownStatus();
          tellOfOrder('statusUnmapped', { orderId, orderStatus });
        },
        onWatched: metrics.onWatched,
        onNothingToWatch: (groupNo, why) => {
          tellOfOrder('nothingToWatch', { groupNo, why });
        },
      }),
      interceptors: { activity: [() => ({ inbound: octaneErrors() })] },
      maxTaskQueueActivitiesPerSecond: requestsPerSecond,
      maxConcurrentActivityTaskExecutions: Math.min(Math.ceil(requestsPerSecond * LONGEST_QUEUE), MOST_AT_A_TIME),
    }),
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.events,
      activities: eventDeliveryActivities(
        { ...events, onWebhook: metrics.onWebhook },
        standardWebhooks(events.allowedAddresses),
      ),
    }),
  ]);
}

/**
 * Both queues are of one version, so that a workflow's calls go to the code that it was written with. Orders last for months,
 * so they move on to the version that is current, task by task.
 */
function versionOf({ deployment }: Configuration): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (!deployment) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deployment.name, buildId: deployment.buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** Runs all workers until each has stopped; when one of them stops or fails, the others are shut down with it. */
export async function runWorkers(workers: Worker[]): Promise<void> {
  const stopAll = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  await Promise.all(workers.map((worker) => worker.run().finally(stopAll)));
}
