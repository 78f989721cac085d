import type { OperationName } from '../octane/operations.ts';
import type { CallCounts } from '../sandbox/call-counts.ts';
import type { Subject } from '../sandbox/subject.ts';

export interface LoggedCall {
  operation: OperationName;
  subject: Subject;
  /** Milliseconds, by the clock that was given. */
  at: number;
}

/** Writes down every call to Octane, from now on, where the sandbox counts it. */
export function logCalls(calls: CallCounts, now: () => number): LoggedCall[] {
  const logged: LoggedCall[] = [];
  const record = calls.record.bind(calls);
  calls.record = (operation, subject) => {
    record(operation, subject);
    logged.push({ operation, subject, at: now() });
  };
  return logged;
}
