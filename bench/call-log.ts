import type { OperationName } from '../octane/operations.ts';
import type { CallCounts } from '../sandbox/call-counts.ts';
import type { CallTarget } from '../sandbox/call-target.ts';

export interface LoggedCall {
  operation: OperationName;
  target: CallTarget;
  /** Milliseconds, by the clock that was given. */
  at: number;
}

/** Writes down every call to Octane, from now on, where the sandbox counts it. */
export function logCalls(calls: CallCounts, now: () => number): LoggedCall[] {
  const logged: LoggedCall[] = [];
  const record = calls.record.bind(calls);
  calls.record = (operation, target) => {
    record(operation, target);
    logged.push({ operation, target, at: now() });
  };
  return logged;
}
