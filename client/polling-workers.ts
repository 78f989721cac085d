import type { WorkflowClient } from '@temporalio/client';
import { TASK_QUEUES } from '../contract/names.ts';
import { NoWorker } from './errors.ts';

/** Milliseconds to wait for a worker's answer before it is asked whether there is one: it may be starting. */
export const ANSWER_EXPECTED = 20_000;
/** Milliseconds: a worker asks for work again within a minute. */
const ASKS_WITHIN = 75_000;

/**
 * What a worker answers. Temporal itself waits for one much longer than a person does.
 *
 * @param expected - Milliseconds after which a worker is looked for.
 * @throws NoWorker when there is no answer, and no worker that could give it.
 */
export async function answeredByWorker<T>(client: WorkflowClient, expected: number, ask: () => Promise<T>): Promise<T> {
  const asking = new AbortController();
  let noWorker: NoWorker | undefined;
  const timer = setTimeout(() => {
    void isWorkerPolling(client).then((isPolling) => {
      if (isPolling) return;
      noWorker = new NoWorker();
      asking.abort();
    });
  }, expected);
  try {
    return await client.withAbortSignal(asking.signal, ask);
  } catch (error) {
    throw noWorker ?? error;
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
