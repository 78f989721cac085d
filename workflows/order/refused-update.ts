import { ApplicationFailure } from '@temporalio/workflow';
import { UPDATE_REFUSED } from '../../contract/names.ts';

/** An update that changes nothing, and says why. */
export function refusedUpdate(why: string): ApplicationFailure {
  return ApplicationFailure.create({ type: UPDATE_REFUSED, message: why, nonRetryable: true });
}

/** @throws an {@link refusedUpdate} that names all problems, if there are any. */
export function refuseFor(problems: readonly string[]): void {
  if (problems.length > 0) throw refusedUpdate(problems.join(' '));
}
