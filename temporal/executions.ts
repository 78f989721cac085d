import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { isOrderFlow } from '../contract/flows.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { QUERIES } from './visibility.ts';

/** An earlier run of a reference: it was terminated, reset, or failed and started again. */
export interface EarlierRun {
  /** ISO 8601. */
  startedAt: string;
  closedAt: string;
  /** Octane's order, where the run knew it. */
  orderId?: string;
  /** Whether Octane may have an order of it that it did not know of. */
  inDoubt: boolean;
}

export interface OtherOrder {
  workflowId: string;
  isRunning: boolean;
}

/** What Temporal lists of orders. Eventually consistent: a run that began or closed this second may be missing. */
export interface Executions {
  /** @throws when Temporal cannot say: then nothing may be placed. */
  earlierRuns: (client: Client, workflowId: string, runId: string) => Promise<EarlierRun[]>;
  /** Orders of other references that have this order of Octane's. @throws when Temporal cannot say. */
  othersWith: (client: Client, orderId: string, workflowId: string) => Promise<OtherOrder[]>;
  /** The open orders of a customer that Octane has, by their workflow ids. @throws when Temporal cannot say. */
  atOctane: (client: Client, custNo: string) => Promise<string[]>;
}

export const visibleExecutions: Executions = {
  earlierRuns: async (client, workflowId, runId) => {
    const runs = await listed(client, QUERIES.runsOf(workflowId));
    // The run that continues another one knows what that one knew.
    const earlier = runs.filter((run) => run.runId !== runId && run.status.name !== 'CONTINUED_AS_NEW' && isOrder(run));
    return earlier.map(earlierRunOf);
  },

  othersWith: async (client, orderId, workflowId) => {
    const runs = await listed(client, QUERIES.ordersWith(orderId));
    return runs
      .filter((run) => run.workflowId !== workflowId)
      .map((run) => ({ workflowId: run.workflowId, isRunning: run.status.name === 'RUNNING' }));
  },

  atOctane: async (client, custNo) => {
    const runs = await listed(client, QUERIES.openAtOctane(custNo));
    return runs.filter(isOrder).map(({ workflowId }) => workflowId);
  },
};

async function listed(client: Client, query: string): Promise<WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const execution of client.workflow.list({ query })) found.push(execution);
  return found;
}

/** Whether the workflow still waits for this activity, so that what the activity does is recorded. */
export async function isAwaited(
  client: Client,
  workflowId: string,
  runId: string,
  activityId: string,
): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return (raw.pendingActivities ?? []).some((pending) => pending.activityId === activityId);
}

/** An enquiry places nothing, nor does a workflow of a misspelt type. */
function isOrder({ type }: WorkflowExecutionInfo): boolean {
  return isOrderFlow(type);
}

function stateOf({ typedSearchAttributes }: WorkflowExecutionInfo): string {
  return typedSearchAttributes.get(SEARCH_ATTRIBUTES.state) ?? '';
}

/** Without an order id, the states in which a workflow ends by itself only when it placed nothing. */
const NOTHING_PLACED = ['rejected', 'cancelled', 'completed'];
/** Before the placing. What Temporal lists of a closed run is what it was when it closed. */
const WAITING = 'waiting';

function earlierRunOf(run: WorkflowExecutionInfo): EarlierRun {
  const orderId = run.typedSearchAttributes.get(SEARCH_ATTRIBUTES.orderId);
  const lastState = stateOf(run);
  const endedByItself = ['FAILED', 'COMPLETED'].includes(run.status.name);
  const nothingPlaced =
    (endedByItself && NOTHING_PLACED.includes(lastState)) || (run.status.name !== 'RUNNING' && lastState === WAITING);
  return {
    startedAt: run.startTime.toISOString(),
    closedAt: (run.closeTime ?? new Date()).toISOString(),
    ...(orderId !== undefined && { orderId }),
    inDoubt: orderId === undefined && !nothingPlaced,
  };
}
