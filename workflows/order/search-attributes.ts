import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { cut, TEXT_LIMITS } from '../../contract/limits.ts';
import type { Progress } from '../../contract/outputs.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';

/** Each upsert is an event in the history, so only a difference is worth one. */
export function upsertDifferences(progress: Progress): void {
  const { typedSearchAttributes } = workflowInfo();
  const { state, orderStatus, orderId, custNo, groupNo, waitingFor, jeopardy, dueDate } = SEARCH_ATTRIBUTES;
  const words: [typeof state, string | undefined][] = [
    [state, progress.state],
    [orderStatus, progress.orderStatus],
    [orderId, progress.orderId],
    [custNo, progress.custNo?.toString()],
    [groupNo, progress.groupNo],
    [waitingFor, progress.waitingFor],
  ];
  const differences: SearchAttributeUpdatePair[] = words
    .map(([key, word]) => [key, word && cut(word, TEXT_LIMITS.searchAttribute)] as const)
    .filter(([key, word]) => typedSearchAttributes.get(key) !== word)
    .map(([key, word]) => ({ key, value: word ?? null }));
  const { inJeopardy = false, dueDate: due } = progress;
  if ((typedSearchAttributes.get(jeopardy) ?? false) !== inJeopardy) {
    differences.push({ key: jeopardy, value: inJeopardy });
  }
  if (typedSearchAttributes.get(dueDate)?.getTime() !== (due === undefined ? undefined : Date.parse(due))) {
    differences.push({ key: dueDate, value: due === undefined ? null : new Date(due) });
  }
  if (differences.length > 0) upsertSearchAttributes(differences);
}
