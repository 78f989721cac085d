import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type Client } from '@temporalio/client';
import { RECONCILE, TASK_QUEUES } from '../contract/names.ts';
import {
  secondLookAfter,
  type CustomerReconciliation,
  type Difference,
  type ReconcileInput,
  type ReconcileResult,
} from '../contract/reconciliation.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { quoted } from '../temporal/visibility.ts';
import { assertCustNo } from './arguments.ts';
import { CannotReconcile } from './errors.ts';
import { ORDERS_QUERY, recordedOrdersOf } from './recorded-orders.ts';

/** Whose orders are compared; default: those of every customer with an order that is open, or closed since. */
export interface ReconcileFilter {
  custNo?: number | undefined;
  groupNo?: string | undefined;
  /** What closed before is history; default 30 days ago, and no longer ago than Temporal keeps closed orders. */
  since?: Date | undefined;
}

const THIRTY_DAYS = 30 * 86_400_000;
/** For each workflow: a few calls each at Octane, and a result of some kilobytes. */
const CUSTOMERS_AT_ONCE = 20;

/** A customer at a time, as the comparison goes on. */
export async function* reconcile(
  client: Client,
  { custNo, groupNo, since: asked = new Date(Date.now() - THIRTY_DAYS) }: ReconcileFilter,
): AsyncGenerator<CustomerReconciliation> {
  assertCustNo(custNo);
  // Orders that Temporal has forgotten would pass for orders that are not ours.
  const since = new Date(Math.max(asked.getTime(), Date.now() - (await retentionOf(client))));
  const name = `nbn-reconcile-${randomUUID()}`;
  // Listed to its end first: orders that close meanwhile would change the pages.
  const custNos = custNo === undefined ? await customersWithOrders(client, groupNo, since) : [custNo];
  for (let start = 0; start < custNos.length; start += CUSTOMERS_AT_ONCE) {
    const batch = custNos.slice(start, start + CUSTOMERS_AT_ONCE);
    const workflowId = `${name}-${start / CUSTOMERS_AT_ONCE + 1}`;
    const first = await compare(client, workflowId, batch, { groupNo, since });
    const suspects = first.filter(({ differences }) => differences.length > 0);
    // An order may have moved between the reading of ours and of Octane's: what counts is found twice.
    const second =
      suspects.length === 0
        ? []
        : await compare(
            client,
            secondLookAfter(workflowId),
            suspects.map((suspect) => suspect.custNo),
            { groupNo, since },
          );
    for (const customer of first) {
      const again = second.find((candidate) => candidate.custNo === customer.custNo);
      yield again ? { ...again, differences: again.differences.filter(isIn(customer.differences)) } : customer;
    }
  }
}

/** Milliseconds for which Temporal keeps an order that has closed. */
async function retentionOf(client: Client): Promise<number> {
  const { config } = await client.workflowService.describeNamespace({ namespace: client.options.namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds ?? Infinity) * 1000;
}

/** Customers with an order that is open, or closed since. */
async function customersWithOrders(client: Client, groupNo: string | undefined, since: Date): Promise<number[]> {
  const query = [
    ORDERS_QUERY,
    `(ExecutionStatus = 'Running' OR CloseTime >= '${since.toISOString()}')`,
    ...(groupNo === undefined ? [] : [`${SEARCH_ATTRIBUTES.groupNo.name} = ${quoted(groupNo)}`]),
  ].join(' AND ');
  const custNos = new Set<number>();
  for await (const { typedSearchAttributes } of client.workflow.list({ query })) {
    // A customer who is yet to be added has no order with Octane.
    const custNo = typedSearchAttributes.get(SEARCH_ATTRIBUTES.custNo);
    if (custNo !== undefined) custNos.add(Number(custNo));
  }
  return [...custNos];
}

async function compare(
  client: Client,
  workflowId: string,
  custNos: number[],
  { groupNo, since }: { groupNo: string | undefined; since: Date },
): Promise<CustomerReconciliation[]> {
  const recorded = await recordedOrdersOf(client, custNos, since);
  const input: ReconcileInput = {
    since: since.toISOString(),
    customers: recorded.map((customer) => ({ ...(groupNo !== undefined && { groupNo }), ...customer })),
  };
  try {
    const result = (await client.workflow.execute(RECONCILE, {
      args: [input],
      workflowId,
      taskQueue: TASK_QUEUES.orders,
      staticSummary: `Compare ${custNos.length} customers with Octane`,
      // Without a worker there is never an answer.
      workflowExecutionTimeout: '30 minutes',
    })) as ReconcileResult;
    return result.customers;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const why = error.cause?.message ?? error.message;
    throw new CannotReconcile(`The comparison with Octane could not be done (${workflowId}): ${why}`, { cause: error });
  }
}

function isIn(found: Difference[]): (difference: Difference) => boolean {
  const known = new Set(found.map(keyOf));
  return (difference) => known.has(keyOf(difference));
}

function keyOf({ code, references, orderIds }: Difference): string {
  return [code, ...references, ...orderIds].join(' ');
}
