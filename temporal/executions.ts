import { Context } from '@temporalio/activity';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { laterFailure } from '../activities/failures.ts';

/** An earlier run of a reference: it was terminated, reset, or failed and started anew. */
export interface EarlierRun {
  /** ISO 8601. */
  startedAt: string;
  closedAt: string;
  /** Octane's order, where the run knew it. */
  orderId?: string;
  /** Whether Octane may have an order of it that it did not know of. */
  inDoubt: boolean;
  /** Whether it went on in another run, because its history had grown long. */
  isContinued: boolean;
}

/** What Temporal knows of the runs of orders. Eventually consistent: a run that began or closed this second may be missing. */
export interface Runs {
  earlier: (workflowId: string, runId: string) => Promise<EarlierRun[]>;
  /** Whether the workflow still waits for this activity, so that what it does is heard of. */
  awaits: (workflowId: string, runId: string, activityId: string) => Promise<boolean>;
  /** The workflow ids of other references that have this order of Octane's. */
  othersWith: (orderId: string, workflowId: string) => Promise<{ workflowId: string; isRunning: boolean }[]>;
}

export const temporalRuns: Runs = {
  earlier: async (workflowId, runId) => {
    const runs = await executions(`WorkflowId = '${workflowId}'`);
    return runs.filter((run) => run.runId !== runId).map(earlierRunOf);
  },

  awaits: async (workflowId, runId, activityId) => {
    const { raw } = await Context.current().client.workflow.getHandle(workflowId, runId).describe();
    return (raw.pendingActivities ?? []).some((pending) => pending.activityId === activityId);
  },

  othersWith: async (orderId, workflowId) => {
    const runs = await executions(`${SEARCH_ATTRIBUTES.orderId.name} = '${orderId.replaceAll("'", '')}'`);
    return runs
      .filter((run) => run.workflowId !== workflowId)
      .map((run) => ({ workflowId: run.workflowId, isRunning: run.status.name === 'RUNNING' }));
  },
};

/** @throws ApplicationFailure, worth another try, when Temporal cannot say: then nothing may be placed. */
async function executions(query: string): Promise<WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  try {
    for await (const execution of Context.current().client.workflow.list({ query })) found.push(execution);
  } catch {
    const what =
      "Temporal's list of workflows cannot be read, which tells whether the order may exist; nothing was sent.";
    throw laterFailure('OctaneUnavailable', what, 0, { outcome: 'refused' });
  }
  return found;
}

/** Without an order id, the states in which a workflow ends by itself only when it placed nothing. */
const NOTHING_PLACED = ['rejected', 'cancelled', 'completed'];
/** Before the placing. What Temporal lists of a run that is closed is what it was when it closed. */
const NOTHING_PLACED_YET = 'waiting';

function earlierRunOf(run: WorkflowExecutionInfo): EarlierRun {
  const { state, orderId: orderIdKey } = SEARCH_ATTRIBUTES;
  const orderId = run.typedSearchAttributes.get(orderIdKey);
  const lastState = run.typedSearchAttributes.get(state) ?? '';
  const endedByItself = ['FAILED', 'COMPLETED'].includes(run.status.name);
  const nothingPlaced =
    (endedByItself && NOTHING_PLACED.includes(lastState)) ||
    (run.status.name !== 'RUNNING' && lastState === NOTHING_PLACED_YET);
  return {
    startedAt: run.startTime.toISOString(),
    closedAt: (run.closeTime ?? new Date()).toISOString(),
    ...(orderId !== undefined && { orderId }),
    inDoubt: orderId === undefined && !nothingPlaced,
    isContinued: run.status.name === 'CONTINUED_AS_NEW',
  };
}
