import { ApplicationFailure } from '@temporalio/workflow';
import type { FailureType } from '../../contract/failures.ts';

/**
 * Our own programs start these workflows. What somebody else gives them fails at once: code that stumbles over it would be tried for ever.
 *
 * @param form - What the input is, for a person.
 */
export function assertOwnInput(isOurs: boolean, form: string): void {
  if (isOurs) return;
  const type: FailureType = 'InvalidOrder';
  throw ApplicationFailure.nonRetryable(`This workflow is no order, and its input is ${form}.`, type);
}
