import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { FailureDetails, FailureType, WrongField } from '../contract/failures.ts';
import type { SERVICE_LOST } from '../contract/service-lock.ts';
import { inWords } from '../contract/validation.ts';
import type { OctaneError } from '../octane/errors.ts';

/** A failure of the contract that trying again would not mend. */
export function finalFailure(
  type: FailureType | typeof SERVICE_LOST,
  message: string,
  details: FailureDetails = {},
): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [details] });
}

/** A failure of the contract after which another try makes sense, in `delay` milliseconds or later; when is the workflow's to know. */
export function laterFailure(
  type: FailureType,
  message: string,
  delay: number,
  details: FailureDetails,
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    details: [{ ...details, ...(delay > 0 && { retryAfter: delay }) } satisfies FailureDetails],
  });
}

/** What is waited for has not come: the retry after `delay` milliseconds is the next look. Not an error, in logs or metrics. */
export function notYet(type: string, message: string, delay: number, details?: FailureDetails): ApplicationFailure {
  const category = ApplicationFailureCategory.BENIGN;
  return ApplicationFailure.create({
    type,
    message,
    category,
    nextRetryDelay: delay,
    ...(details && { details: [details] }),
  });
}

/** `InvalidOrder`, with every wrong field in the message and in the details. */
export function invalidOrder(fields: WrongField[]): ApplicationFailure {
  const order = Context.current().info.workflowExecution?.workflowId ?? 'The order';
  return finalFailure('InvalidOrder', `${order} is invalid: ${inWords(fields)}.`, { fields });
}

/** What Octane's error is to Temporal: retried, or final. */
export function octaneFailure(error: OctaneError): ApplicationFailure {
  return ApplicationFailure.create({
    ...typeAndDetails(error),
    nonRetryable: !error.retryable,
    ...(error.retryAfter !== undefined && { nextRetryDelay: error.retryAfter }),
  });
}

/** Octane's error as one that is worth another try in any case, after `delay` milliseconds or when Octane asked for it, if later. */
export function retryableOctaneFailure(error: OctaneError, delay: number): ApplicationFailure {
  return ApplicationFailure.create({
    ...typeAndDetails(error),
    nextRetryDelay: Math.max(delay, error.retryAfter ?? 0),
  });
}

function typeAndDetails({ type, message, operation, outcome, httpStatus, heldBack, retryAfter }: OctaneError) {
  const details: FailureDetails = {
    operation,
    outcome,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(heldBack && { heldBack }),
    // The workflow does not get to see Temporal's own field for it.
    ...(retryAfter !== undefined && { retryAfter }),
  };
  return {
    type,
    message,
    details: [details],
    // An outage shows as one thing: what only waits for its end is no error in logs and metrics.
    ...(heldBack && { category: ApplicationFailureCategory.BENIGN }),
  };
}
