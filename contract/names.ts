import { FLOW_TABLE } from './flows.ts';

/**
 * The fixed names that callers in any language rely on. None of them is ever renamed: open orders and other services hold them.
 */

/** Workflow types, one for each flow: the rows of the table. */
export type Flow = keyof typeof FLOW_TABLE;
export const FLOWS = Object.keys(FLOW_TABLE) as Flow[];

type FlowOf<Kind> = { [F in Flow]: (typeof FLOW_TABLE)[F] extends { kind: Kind } ? F : never }[Flow];
/** Flows that order something. */
export type OrderFlow = FlowOf<'order'>;
/** Flows that only ask. */
export type EnquiryFlow = FlowOf<'enquiry'>;

/** The workflow type that compares orders with Octane; it changes nothing. */
export const RECONCILE = 'reconcile';

/** The one workflow that stands for all of Octane being away, and lasts as long as that. */
export const OCTANE_OUTAGE = { type: 'octaneOutage', workflowId: 'nbn-octane-outage' } as const;

/** The workflow type that watches for orders of a group that Octane has changed; `nbn-watch-<groupNo>`. */
export const WATCH_ORDERS = 'watchOrders';

/** The one workflow that has the open orders counted for the metrics. */
export const COUNT_ORDERS = { type: 'countOrders', workflowId: 'nbn-count-orders' } as const;

/** The activity types that wait for Octane: an attempt of theirs is a poll. */
export const POLLS = ['followOrder', 'followEnquiry'] as const;

export const TASK_QUEUES = {
  /** Workflows, and activities that do not call Octane. */
  orders: 'nbn-orders',
  /** Every call to Octane; rate-limited as a whole. */
  octane: 'nbn-octane',
  /** Every call to a receiver of events, so that a slow one holds up nothing else. */
  events: 'nbn-events',
} as const;

/** The updates that a running order takes; their requests and answers are in updates.ts. */
export const UPDATES = { withdraw: 'withdraw', reschedule: 'reschedule', resolve: 'resolve' } as const;

/** The `type` of the failure that a refused update ends with: it says why, and nothing was changed. */
export const UPDATE_REFUSED = 'UpdateRefused';

/** The query that answers with a {@link Progress}. */
export const PROGRESS_QUERY = 'progress';

/** `nbn-watch-<groupNo>` */
export function watcherIdOf(groupNo: string): string {
  return `nbn-watch-${groupNo}`;
}

const WORKFLOW_ID_PREFIX = 'nbn-order-';

/** `nbn-order-<reference>`: one workflow id for each of the caller's own order numbers. */
export function workflowIdOf(reference: string): string {
  return WORKFLOW_ID_PREFIX + reference;
}

/** The reference in a workflow id; the id itself when it is not one of an order. */
export function referenceOf(workflowId: string): string {
  return workflowId.startsWith(WORKFLOW_ID_PREFIX) ? workflowId.slice(WORKFLOW_ID_PREFIX.length) : workflowId;
}
