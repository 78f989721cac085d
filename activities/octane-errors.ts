import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { OctaneError } from '../octane/errors.ts';
import { octaneFailure } from './failures.ts';

/** Turns the errors of Octane's client into the contract's failures, for every activity alike. */
export function octaneErrors(): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        const { cancellationSignal, cancelled } = Context.current();
        // Rejects with the reason for the cancellation, which the aborted request hides.
        if (cancellationSignal.aborted) await cancelled;
        throw error instanceof OctaneError ? octaneFailure(error) : error;
      }
    },
  };
}
