import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';

/** A text as a visibility query takes it. */
export function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** By one attribute alone: a SQL store uses one index, and "all that is running" would be a bad one. */
export const QUERIES = {
  runsOf: (workflowId: string) => `WorkflowId = ${quoted(workflowId)}`,
  ordersWith: (orderId: string) => `${SEARCH_ATTRIBUTES.orderId.name} = ${quoted(orderId)}`,
  ordersOf: (custNo: string) => `${SEARCH_ATTRIBUTES.custNo.name} = ${quoted(custNo)}`,
} as const;
