import { ActivityFailure, ApplicationFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { isFailureType, type FailureDetails, type FailureType } from '../../contract/failures.ts';
import type { FalloutCode } from '../../contract/fallout.ts';
import type { TerminalState } from '../../contract/states.ts';
import type { OrderState } from './order-state.ts';

/** Octane's endings other than completed or partial, as the failure that the workflow ends with. */
export const FAILURE_OF_STATE = {
  rejected: 'OrderRejected',
  cancelled: 'OrderCancelled',
  failed: 'OrderFailed',
} as const satisfies Partial<Record<TerminalState, FailureType>>;

/** The state in which an order stays whose workflow ends with this failure. */
const STATE_OF_FAILURE = {
  InvalidOrder: 'rejected',
  OrderRejected: 'rejected',
  OrderCancelled: 'cancelled',
  OrderFailed: 'failed',
  OrderAbandoned: 'failed',
  OctaneUnauthorized: 'failed',
  OctaneRefused: 'rejected',
  OctaneUnavailable: 'failed',
  OctaneUnexpectedAnswer: 'failed',
} as const satisfies Record<FailureType, TerminalState>;

export interface Ending {
  type: FailureType;
  message: string;
  details: FailureDetails;
}

/** The same ending, about which a person is asked another question. */
export function withCode(ending: Ending, code: FalloutCode): Ending {
  return { ...ending, details: { ...ending.details, code } };
}

/** What is true of an order that has ended, however. */
export const NOTHING_AWAITED = {
  waitingFor: undefined,
  heldBy: undefined,
  fallout: undefined,
  hint: undefined,
  dueDate: undefined,
  inJeopardy: false,
} as const;

/** Notes the ending, which is shown when the workflow closes, and makes the failure that the workflow ends with: its message names the order, and holds nothing personal. */
export function endOrder(state: OrderState, { type, message, details }: Ending): ApplicationFailure {
  const { reference, orderId } = state.progress;
  state.note({ state: STATE_OF_FAILURE[type], ...NOTHING_AWAITED }, message);
  return ApplicationFailure.create({
    type,
    message: `Order ${reference}: ${message}`,
    nonRetryable: true,
    details: [{ reference, ...(orderId !== undefined && { orderId }), ...details } satisfies FailureDetails],
  });
}

/** The ending that an error of a step stands for; undefined when it is a mistake in the code. */
export function endingOf(error: unknown): Ending | undefined {
  if (isCancellation(error)) {
    return { type: 'OrderCancelled', message: 'Withdrawn before anything was placed with Octane.', details: {} };
  }
  // A local activity's failure comes as it is.
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return { type: cause.type, message: cause.message, details: cause.details?.[0] ?? {} };
  }
  if (cause instanceof TimeoutFailure) {
    const last = cause.cause;
    if (last instanceof ApplicationFailure && isFailureType(last.type)) {
      return { type: last.type, message: last.message, details: last.details?.[0] ?? {} };
    }
    return { type: 'OctaneUnavailable', message: 'no attempt ended in time.', details: {} };
  }
  if (error instanceof ActivityFailure) {
    // Its own words may hold anything, so they stay with the activity.
    const message = `the activity ${error.activityType} failed in a way that was not foreseen; its last failure says how.`;
    return { type: 'OctaneUnexpectedAnswer', message, details: { code: 'stepFailed' } };
  }
  return undefined;
}

/** Why a person has to decide: what the failure itself says, or else what its type stands for. */
export function falloutCodeOf({ type, details }: Ending): FalloutCode {
  if (details.code !== undefined) return details.code;
  switch (type) {
    case 'InvalidOrder':
    case 'OrderRejected':
      return 'checkFailed';
    case 'OctaneRefused':
      return details.operation?.startsWith('create') ? 'refused' : 'stepFailed';
    case 'OrderCancelled':
    case 'OrderFailed':
    case 'OrderAbandoned':
    case 'OctaneUnauthorized':
    case 'OctaneUnavailable':
    case 'OctaneUnexpectedAnswer':
      return 'stepFailed';
  }
}
