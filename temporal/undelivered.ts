import { DELIVER_EVENTS } from '../contract/event-delivery.ts';
import { quoted } from './visibility.ts';

/** Milliseconds after which events that a receiver has not taken count as undelivered: it has failed twice by then. */
const GRACE = 10_000;

/** The deliveries of events that a receiver has not taken. */
export function undeliveredQuery(): string {
  const before = new Date(Date.now() - GRACE).toISOString();
  return `WorkflowType = ${quoted(DELIVER_EVENTS)} AND ExecutionStatus = 'Running' AND StartTime < ${quoted(before)}`;
}
