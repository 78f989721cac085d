import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import { isFailureType, type FailureDetails, type FailureType } from '../../contract/failures.ts';
import type { TerminalState } from '../../contract/states.ts';
import type { Display } from './display.ts';

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

/**
 * Runs a step; when it cannot be done, ends the order with the contract's failure. A cancellation ends the order before it is
 * placed, and stops nothing after that: Octane would go on with the order.
 */
export async function orEndOrder<T>(display: Display, name: string, run: () => Promise<T>): Promise<T> {
  try {
    if (display.progress.orderId !== undefined) return await CancellationScope.nonCancellable(run);
    if (CancellationScope.current().consideredCancelled) throw new CancelledFailure(`Cancelled before: ${name}`);
    return await run();
  } catch (error) {
    const ending = endingOf(error);
    if (!ending) throw error;
    throw endOrder(display, { ...ending, message: `${name}: ${ending.message}` });
  }
}

/** Shows the ending, and makes the failure that the workflow ends with: its message names the order, and holds nothing personal. */
export function endOrder(display: Display, { type, message, details }: Ending): ApplicationFailure {
  const { reference, orderId } = display.progress;
  display.show({ state: STATE_OF_FAILURE[type], waitingFor: undefined }, message);
  return ApplicationFailure.create({
    type,
    message: `Order ${reference}: ${message}`,
    nonRetryable: true,
    details: [{ reference, ...(orderId !== undefined && { orderId }), ...details } satisfies FailureDetails],
  });
}

/** The ending that an error of a step stands for; undefined when it is a mistake in the code rather than an ending. */
function endingOf(error: unknown): Ending | undefined {
  if (isCancellation(error)) {
    return { type: 'OrderCancelled', message: 'cancelled before anything was placed with Octane.', details: {} };
  }
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return { type: cause.type, message: cause.message, details: cause.details?.[0] ?? {} };
  }
  if (cause instanceof TimeoutFailure) {
    const last = endingOf(cause.cause);
    return last ?? { type: 'OctaneUnavailable', message: 'no attempt came to an end in time.', details: {} };
  }
  return undefined;
}
