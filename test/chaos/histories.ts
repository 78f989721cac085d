import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import { SERVICE_LOCK } from '../../contract/service-lock.ts';
import { persistently } from './persistence.ts';

const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
/** The server's own ways: something arrived while the workflow was closing, or somebody terminated or reset it. */
const NO_MISTAKES: (number | null | undefined)[] = [
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
];

export interface Inspection {
  workflows: number;
  events: number;
  /** Workflows that are still open, but for locks: an order that waits for one is open itself. */
  stuck: string[];
  /** Locks that are still open: their holders ended without a word, and the next order for the service notices. */
  leftLocks: number;
  /** Workflow tasks that failed: a mistake in the workflows' code. */
  failedTasks: string[];
}

/** Reads the history of every workflow of the server, the locks included. */
export async function inspect(client: Client): Promise<Inspection> {
  const inspection: Inspection = { workflows: 0, events: 0, stuck: [], leftLocks: 0, failedTasks: [] };
  for await (const { workflowId, runId, type, status, typedSearchAttributes } of client.workflow.list()) {
    inspection.workflows += 1;
    if (status.name === 'RUNNING' && type === SERVICE_LOCK) {
      inspection.leftLocks += 1;
    } else if (status.name === 'RUNNING') {
      const state = typedSearchAttributes.get(SEARCH_ATTRIBUTES.state) ?? 'no state';
      inspection.stuck.push(`${type} ${workflowId} is open: ${state}`);
    }
    const { events } = await persistently(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
    inspection.events += events?.length ?? 0;
    for (const { workflowTaskFailedEventAttributes: failed } of events ?? []) {
      if (!failed || NO_MISTAKES.includes(failed.cause)) continue;
      inspection.failedTasks.push(
        `${type} ${workflowId}: ${WorkflowTaskFailedCause[failed.cause ?? 0]}, ${failed.failure?.message ?? ''}`,
      );
    }
  }
  return inspection;
}
