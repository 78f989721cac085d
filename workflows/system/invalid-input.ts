import { ApplicationFailure } from '@temporalio/workflow';
import type { FailureType } from '../../contract/failures.ts';

/** The failure of a workflow that was started with what it cannot work with: its code would fail in a loop. */
export function invalidInput(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'InvalidOrder' satisfies FailureType);
}
