import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';

/**
 * A text as a visibility query takes it. Every value of a query goes through here: one that ends its quotes itself would ask
 * something else.
 *
 * @throws Error when it has control characters, which no value of ours has.
 */
export function quoted(value: string): string {
  if (/[\u0000-\u001f\u007f-\u009f]/.test(value)) {
    throw new Error(`A value of a query must not have control characters: ${JSON.stringify(value)}.`);
  }
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** By one attribute alone: a SQL store uses one index, and "all that is running" would be a bad one. */
export const QUERIES = {
  runsOf: (workflowId: string) => `WorkflowId = ${quoted(workflowId)}`,
  ordersWith: (orderId: string) => `${SEARCH_ATTRIBUTES.orderId.name} = ${quoted(orderId)}`,
  /** Of the customer first of all: thousands of orders may queue for one, and at most a few of them have been placed. */
  openAtOctane: (custNo: string) =>
    `${SEARCH_ATTRIBUTES.custNo.name} = ${quoted(custNo)} AND ${SEARCH_ATTRIBUTES.orderId.name} IS NOT NULL AND ExecutionStatus = 'Running'`,
} as const;
