import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { FailureType } from '../../contract/failures.ts';
import { FLOWS } from '../../contract/names.ts';
import { nearestTo } from '../../contract/unknown-fields.ts';

/** What a workflow of any other type runs: it fails at once, rather than to wait for code that never comes. */
export function unknownWorkflowType(): Promise<never> {
  const { workflowType, workflowId } = workflowInfo();
  const nearest = nearestTo(workflowType, FLOWS);
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  const message = `${workflowId} has the unknown workflow type "${workflowType.slice(0, 100)}".${meant} The types are ${FLOWS.join(', ')}.`;
  return Promise.reject(ApplicationFailure.nonRetryable(message, 'InvalidOrder' satisfies FailureType));
}
