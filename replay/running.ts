import { WorkflowNotFoundError, type Client, type WorkflowExecutionInfo } from '@temporalio/client';
import { TASK_QUEUES } from '../contract/names.ts';
import type { Recorded } from './replay.ts';

/** Orders, and the locks of services. */
export const ALL_OURS = `TaskQueue = '${TASK_QUEUES.orders}'`;

/**
 * The histories of a namespace that a query selects, open ones first: a change breaks those.
 *
 * Each is downloaded when it is asked for, and several may be asked for at once.
 */
export function runningHistories(client: Client, query: string, limit: number): AsyncIterable<Recorded> {
  const executions = openFirst(client, query, limit);
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        for (;;) {
          const { done, value } = await executions.next();
          if (done) return { done, value: undefined };
          const recorded = await download(client, value);
          if (recorded) return { value: recorded };
        }
      },
    }),
  };
}

async function* openFirst(client: Client, query: string, limit: number): AsyncGenerator<WorkflowExecutionInfo, void> {
  let count = 0;
  for (const status of ["ExecutionStatus = 'Running'", "ExecutionStatus != 'Running'"]) {
    for await (const execution of client.workflow.list({ query: `(${query}) AND ${status}` })) {
      if (count === limit) return;
      count += 1;
      yield execution;
    }
  }
}

/** Nothing for a workflow whose retention has ended meanwhile. */
async function download(client: Client, { workflowId, runId }: WorkflowExecutionInfo): Promise<Recorded | undefined> {
  try {
    return { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
