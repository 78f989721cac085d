import proto from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';
import { TASK_QUEUES } from '../contract/names.ts';
import type { Configuration } from './configuration.ts';

const ACTIVITIES = proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY;

/**
 * Tells Temporal how the groups share the calls to Octane. It keeps the weights: a group that is not configured any more keeps its last one.
 * A weight goes with the task queue rather than with each call, so it also holds for orders that are open already.
 */
export async function setGroupWeights(
  { workflowService }: NativeConnection,
  namespace: string,
  { groupWeights }: Pick<Configuration, 'groupWeights'>,
): Promise<void> {
  if (Object.keys(groupWeights).length === 0) return;
  await workflowService.updateTaskQueueConfig({
    namespace,
    taskQueue: TASK_QUEUES.octane,
    taskQueueType: ACTIVITIES,
    setFairnessWeightOverrides: groupWeights,
  });
}
