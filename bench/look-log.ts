import type { CallCounts } from '../sandbox/call-counts.ts';

export interface Look {
  orderId: string;
  /** Milliseconds of the sandbox's time. */
  at: number;
}

/** Writes down every look at an order, from now on, where the sandbox counts it. */
export function logLooks(calls: CallCounts, now: () => number): Look[] {
  const looks: Look[] = [];
  const record = calls.record.bind(calls);
  calls.record = (operation, subject) => {
    record(operation, subject);
    if (operation === 'getOrder' && subject.orderId !== undefined) looks.push({ orderId: subject.orderId, at: now() });
  };
  return looks;
}
