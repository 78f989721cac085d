import type { WorkflowClient, WorkflowExecutionDescription, WorkflowExecutionStatusName } from '@temporalio/client';
import type { Progress } from '../contract/outputs.ts';
import { messageOf } from '../temporal/last-failure.ts';

/** What an order waits for while its calls to Octane keep failing. */
export interface Retry {
  activity: string;
  attempt: number;
  /** The last attempt's failure, in words. */
  lastFailure: string;
}

/** How an order stands, as a person wants to know it. */
export interface OrderView {
  /** Without the questions of a workflow that has closed: one that was terminated would ask for ever. */
  progress: Progress;
  /** Temporal's word for how the workflow stands: `RUNNING`, or how it closed, such as `COMPLETED` or `TERMINATED`. */
  status: WorkflowExecutionStatusName;
  /** The calls that keep failing at the moment; none when all is well, an order that merely waits included. */
  retries: Retry[];
}

/** APPLICATION_ERROR_CATEGORY_BENIGN: a poll that found nothing new. */
const BENIGN = 1;

export function viewOf(progress: Progress, status: WorkflowExecutionStatusName, retries: Retry[]): OrderView {
  return { progress: status === 'RUNNING' ? progress : withoutQuestions(progress), status, retries };
}

export async function retriesOf(client: WorkflowClient, { raw }: WorkflowExecutionDescription): Promise<Retry[]> {
  const failing = (raw.pendingActivities ?? []).filter(
    ({ lastFailure }) => lastFailure && Number(lastFailure.applicationFailureInfo?.category) !== BENIGN,
  );
  return Promise.all(
    failing.map(async ({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name ?? '',
      attempt: attempt ?? 0,
      lastFailure: (await messageOf(client, lastFailure)) ?? '',
    })),
  );
}

function withoutQuestions(progress: Progress): Progress {
  const closed = { ...progress };
  delete closed.waitingFor;
  delete closed.heldBy;
  delete closed.fallout;
  delete closed.dueDate;
  return closed;
}
