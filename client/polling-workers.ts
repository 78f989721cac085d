import type { WorkflowClient } from '@temporalio/client';
import { TASK_QUEUES } from '../contract/names.ts';
import { NotConnected, NoWorker } from './errors.ts';
import { GRPC, grpcStatusOf } from './grpc-status.ts';

/** Milliseconds to wait for a worker's answer before it is asked whether there is one: it may be starting. */
export const ANSWER_EXPECTED = 20_000;
/** Milliseconds for Temporal to say whether there is one. */
const LOOK_LIMIT = 1_000;
/** Milliseconds: a worker asks for work again within a minute. */
const ASKS_WITHIN = 75_000;

/**
 * What a worker answers. Temporal itself waits for one much longer than a person does.
 *
 * @param expected - Milliseconds after which a worker is looked for.
 * @throws NoWorker when there is no answer, and no worker that could give it.
 * @throws NotConnected when Temporal does not say whether there is one.
 */
export async function answeredByWorker<T>(client: WorkflowClient, expected: number, ask: () => Promise<T>): Promise<T> {
  const asking = new AbortController();
  let reason: Error | undefined;
  const timer = setTimeout(() => {
    void whyNoAnswer(client).then((why) => {
      if (why === undefined) return;
      reason = why;
      asking.abort();
    });
  }, expected);
  try {
    return await client.withAbortSignal(asking.signal, ask);
  } catch (error) {
    throw reason ?? error;
  } finally {
    clearTimeout(timer);
  }
}

/** undefined when a worker may still answer, also when the server cannot tell. */
async function whyNoAnswer(client: WorkflowClient): Promise<Error | undefined> {
  const { namespace } = client.options;
  try {
    const { pollers } = await client.withDeadline(Date.now() + LOOK_LIMIT, () =>
      client.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TASK_QUEUES.orders },
        // Not given: that of workflow tasks.
      }),
    );
    const since = Date.now() - ASKS_WITHIN;
    return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > since)
      ? undefined
      : new NoWorker();
  } catch (error) {
    const status = grpcStatusOf(error);
    const isAway = status === GRPC.unavailable || status === GRPC.deadlineExceeded;
    return isAway ? new NotConnected('Temporal cannot be reached.', { cause: error }) : undefined;
  }
}
