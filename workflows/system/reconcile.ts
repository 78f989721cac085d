import { ApplicationFailure, isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { LocalActivities, OctaneActivities } from '../../activities/activities.ts';
import { fieldsOf } from '../../contract/plain-objects.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import type {
  CustomerReconciliation,
  CustomerToReconcile,
  ReconcileInput,
  ReconcileResult,
} from '../../contract/reconciliation.ts';
import { endingOf } from '../order/endings.ts';
import { assertOwnInput } from './own-input.ts';

/** Each is one short call, so none needs a heartbeat. Somebody waits for the result: an outage is reported, not sat out. */
const { listOrders, readOrder, listServices, hasCustomer } = proxyActivities<OctaneActivities>({
  taskQueue: TASK_QUEUES.octane,
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '3 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2 },
});
/** It calls no one, so what fails once fails each time. */
const { compare } = proxyLocalActivities<LocalActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 3 },
});

const NO_SERVICES =
  "Octane has no list of services at its path (HTTP 404; the path is inferred). Correct the path of listServices in the worker's NBN_CONFIG.";

/**
 * Compares what our orders say of some customers with what Octane says, and changes nothing. One call at a time, so that
 * orders do not have to queue behind it for the calls that the rate limit allows.
 *
 * @throws ApplicationFailure with a type of the contract when Octane cannot be read at all.
 */
export async function reconcile(input: ReconcileInput): Promise<ReconcileResult> {
  assertOwnInput(isReconcileInput(input), '{customers: [{custNo, orders}], since}');
  const { customers, since } = input;
  const compared: CustomerReconciliation[] = [];
  for (const customer of customers) compared.push(await reconcileCustomer(customer, since));
  return { customers: compared };
}

async function reconcileCustomer(customer: CustomerToReconcile, since: string): Promise<CustomerReconciliation> {
  const { custNo, groupNo, orders: ours } = customer;
  const base = { custNo, since, orders: ours.length };
  try {
    const listed = await listOrders({ custNo });
    const orders = listed ?? [];
    // The list's form is inferred, and it may have pages: an order that is not on it is read by its id.
    const recent = ours.filter(({ closedAt }) => closedAt === undefined || closedAt >= since);
    for (const orderId of new Set(recent.map((order) => order.orderId))) {
      if (orderId === undefined || orders.some((order) => order.orderId === orderId)) continue;
      const order = await readOrder({ orderId });
      if (order) orders.push(order);
    }
    const services = await listServices({ custNo, groupNo });
    const knowsCustomer = services !== null || (await hasCustomer({ custNo, groupNo }));
    // An unknown customer has no lists, which says nothing of their paths.
    const ordersListed = listed !== null || !knowsCustomer;
    if (services === null && knowsCustomer) return { ...base, ordersListed, differences: [], failure: NO_SERVICES };
    const octane = { knowsCustomer, listed: ordersListed, orders, services: services ?? [] };
    return { ...base, ordersListed, differences: await compare({ customer, since, octane }) };
  } catch (error) {
    const ending = isCancellation(error) ? undefined : endingOf(error);
    if (!ending) throw error;
    const { type, message } = ending;
    // Those are not about this customer, and the next one would fare no better.
    if (type === 'OctaneUnavailable' || type === 'OctaneUnauthorized') {
      throw ApplicationFailure.nonRetryable(message, type);
    }
    return { ...base, ordersListed: true, differences: [], failure: message };
  }
}

function isReconcileInput(value: unknown): boolean {
  const { customers, since } = fieldsOf(value);
  return typeof since === 'string' && Array.isArray(customers) && customers.every(isCustomer);
}

function isCustomer(value: unknown): boolean {
  const { custNo, orders } = fieldsOf(value);
  const isOrder = (order: unknown) => typeof order === 'object' && order !== null;
  return typeof custNo === 'number' && Array.isArray(orders) && orders.every(isOrder);
}
