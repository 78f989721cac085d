import type { WorkflowClient } from '@temporalio/client';
import { TASK_QUEUES } from '../contract/names.ts';
import { NoWorker } from './errors.ts';

/** Milliseconds to wait for a worker's answer before it is asked whether there is one. */
const ANSWER_EXPECTED = 2_000;
/** Milliseconds: a worker asks for work again within a minute. */
const ASKS_WITHIN = 75_000;

/**
 * What a worker answers. Temporal itself waits for one much longer than a person does.
 *
 * @throws NoWorker when there is no answer, and no worker that could give it.
 */
export async function answeredByWorker<T>(client: WorkflowClient, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const noWorker = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      void isWorkerPolling(client).then((isPolling) => {
        if (!isPolling) reject(new NoWorker());
      });
    }, ANSWER_EXPECTED);
  });
  try {
    return await Promise.race([answer, noWorker]);
  } finally {
    clearTimeout(timer);
  }
}

/** True also when the server cannot tell. */
async function isWorkerPolling(client: WorkflowClient): Promise<boolean> {
  const { namespace } = client.options;
  try {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: TASK_QUEUES.orders },
      // Not given: that of workflow tasks.
    });
    return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - ASKS_WITHIN);
  } catch {
    return true;
  }
}
