import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';

const { state, jeopardy } = SEARCH_ATTRIBUTES;
const OPEN = "ExecutionStatus = 'Running'";

/** The lists of the Web UI that matter most. What is ours but no order, such as a lock, has no order state. */
export const LISTS = {
  'open orders': `${state.name} IS NOT NULL AND ${OPEN}`,
  'need a person': `${state.name} = 'fallout' AND ${OPEN}`,
  overdue: `${jeopardy.name} = true AND ${OPEN}`,
} as const;

/** Of the page of the Web UI that lists what the query finds. */
export function linkToList(uiUrl: string, namespace: string, query: string): string {
  return `${uiUrl}/namespaces/${namespace}/workflows?query=${encodeURIComponent(query)}`;
}
