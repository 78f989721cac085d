import { WorkflowFailedError, type Client, type WorkflowExecutionInfo, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails } from '../contract/failures.ts';
import { FLOW_TABLE } from '../contract/flows.ts';
import { FLOWS, PROGRESS_QUERY, referenceOf, type OrderFlow } from '../contract/names.ts';
import type { Progress } from '../contract/outputs.ts';
import type { CustomerToReconcile, RecordedOrder } from '../contract/reconciliation.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { isTerminal, OCTANE_ORDER_STATES, OWN_ORDER_STATES, type OrderState } from '../contract/states.ts';
import { quoted } from '../temporal/visibility.ts';
import { historyOf } from './order-history.ts';

const ORDER_FLOWS = FLOWS.filter((flow) => FLOW_TABLE[flow].kind === 'order');

/** Everything that orders something, in the words of Temporal's list filter. */
export const ORDERS_QUERY = `WorkflowType IN (${ORDER_FLOWS.map(quoted).join(', ')})`;

/**
 * What our records say of all orders of these customers, those of long ago included: they tell which of Octane's orders are
 * ours. A reference that was started several times has an entry for each order that Octane has of it.
 */
export async function recordedOrdersOf(client: Client, custNos: number[], since: Date): Promise<CustomerToReconcile[]> {
  const customers = new Map<number, CustomerToReconcile>(custNos.map((custNo) => [custNo, { custNo, orders: [] }]));
  const query = `${ORDERS_QUERY} AND ${SEARCH_ATTRIBUTES.custNo.name} IN (${custNos.map(String).map(quoted).join(', ')})`;
  // The newest first.
  for await (const execution of client.workflow.list({ query })) {
    const { typedSearchAttributes: attributes } = execution;
    const customer = customers.get(Number(attributes.get(SEARCH_ATTRIBUTES.custNo)));
    if (!customer) continue;
    const order = await recordedOrder(client, execution, since);
    const later = customer.orders.filter(({ reference }) => reference === order.reference);
    // A run that came later goes on with the same order, or this one surely had none.
    const surelyNone = order.orderId === undefined && !order.outcomeUnknown;
    if (later.some(({ orderId }) => surelyNone || (orderId !== undefined && orderId === order.orderId))) continue;
    customer.orders.push(order);
    const groupNo = attributes.get(SEARCH_ATTRIBUTES.groupNo);
    if (groupNo !== undefined) customer.groupNo ??= groupNo;
  }
  return [...customers.values()];
}

async function recordedOrder(client: Client, execution: WorkflowExecutionInfo, since: Date): Promise<RecordedOrder> {
  const { workflowId, runId, type, status, startTime, closeTime, typedSearchAttributes: attributes } = execution;
  const state = stateOf(attributes.get(SEARCH_ATTRIBUTES.state));
  const orderId = attributes.get(SEARCH_ATTRIBUTES.orderId);
  const orderStatus = attributes.get(SEARCH_ATTRIBUTES.orderStatus);
  const workflow = status.name === 'RUNNING' ? 'running' : isTerminal(state) ? 'ended' : 'stopped';
  const handle = client.workflow.getHandle(workflowId, runId);
  const recent = closeTime === undefined || closeTime >= since;
  return {
    reference: referenceOf(workflowId),
    flow: type as OrderFlow,
    state,
    workflow,
    ...(orderId !== undefined && { orderId }),
    ...(orderStatus !== undefined && { orderStatus }),
    startedAt: startTime.toISOString(),
    ...(closeTime && { closedAt: closeTime.toISOString() }),
    ...(orderId === undefined && workflow !== 'ended' && (await placingOf(handle, workflow))),
    ...(orderId === undefined && workflow === 'ended' && recent && (await unknownEnd(handle, state))),
    ...(state === 'completed' && workflow === 'ended' && recent && (await planOf(handle, type))),
  };
}

/** The list of orders is told of the order's id only with its next status, so an order without one is asked itself. */
async function placingOf(
  handle: WorkflowHandle,
  workflow: 'running' | 'stopped',
): Promise<Pick<RecordedOrder, 'state' | 'orderId' | 'orderStatus' | 'outcomeUnknown'>> {
  const { state, orderId, orderStatus, fallout } = await handle.query<Progress>(PROGRESS_QUERY);
  const cutOff = workflow === 'stopped' && state === 'placing';
  return {
    state,
    ...(orderId !== undefined && { orderId }),
    ...(orderStatus !== undefined && { orderStatus }),
    ...(orderId === undefined && (cutOff || fallout?.code === 'outcomeUnknown') && { outcomeUnknown: true }),
  };
}

/** Whether the order failed while the outcome of its create-order call was unknown. */
async function unknownEnd(handle: WorkflowHandle, state: OrderState): Promise<Pick<RecordedOrder, 'outcomeUnknown'>> {
  if (state !== 'failed') return {};
  const failure: unknown = await handle.result().catch((error: unknown) => error);
  const cause = failure instanceof WorkflowFailedError ? failure.cause : undefined;
  const details: FailureDetails = cause instanceof ApplicationFailure ? (cause.details?.[0] ?? {}) : {};
  return details.code === 'outcomeUnknown' || details.outcome === 'unknown' ? { outcomeUnknown: true } : {};
}

/** The plan of the input, as people may have corrected it since. */
async function planOf(handle: WorkflowHandle, flow: string): Promise<Pick<RecordedOrder, 'planNo'>> {
  if (flow !== 'activate' && flow !== 'planChange') return {};
  const { planNo } = (await historyOf(handle)).input;
  return typeof planNo === 'number' ? { planNo } : {};
}

/** An order that was started with the command line has no state before its first workflow task. */
function stateOf(word: string | undefined): OrderState {
  return [...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES].find((state) => state === word) ?? 'placing';
}
