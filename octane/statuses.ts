import { sameWord } from '../contract/words.ts';
import { isTerminal, type OctaneOrderState, type OrderState, type RawStatus } from '../contract/states.ts';

/**
 * One line of the table from Octane's words to order states. Every column that is given has to match, whatever the case,
 * spaces and punctuation.
 */
export interface StatusRow extends RawStatus {
  state: OctaneOrderState;
  /** The order continues when an appointment is booked. */
  awaits?: 'appointment' | undefined;
}

/**
 * inferred, all of it: Octane documents its three statuses as free strings and lists no values. The words are those that nbn
 * and wholesalers use. `NBN_CONFIG` puts rows of its own before these: `{"statuses": [{"orderStatus": "Parked", "state": "held"}]}`.
 */
export const STATUS_ROWS: readonly StatusRow[] = [
  // An ending counts only when Octane's own status says so: the carrier may be done before Octane is.
  { orderStatus: 'Completed', state: 'completed' },
  { orderStatus: 'Complete', state: 'completed' },
  { orderStatus: 'Closed', state: 'completed' },
  { orderStatus: 'Partial', state: 'partial' },
  { orderStatus: 'Partially Completed', state: 'partial' },
  { orderStatus: 'Rejected', state: 'rejected' },
  { orderStatus: 'Cancelled', state: 'cancelled' },
  { orderStatus: 'Canceled', state: 'cancelled' },
  { orderStatus: 'Withdrawn', state: 'cancelled' },
  { orderStatus: 'Failed', state: 'failed' },
  { orderStatus: 'Error', state: 'failed' },
  { orderStatus: 'Aborted', state: 'failed' },
  // The finer statuses tell why an open order stands still.
  { orderSubStatus: 'Held', state: 'held' },
  { orderSubStatus: 'On Hold', state: 'held' },
  { orderExternalStatus: 'Held', state: 'held' },
  { orderSubStatus: 'Network Shortfall', state: 'held' },
  { orderSubStatus: 'Awaiting Remediation', state: 'held' },
  { orderSubStatus: 'Appointment Missed', state: 'pending', awaits: 'appointment' },
  { orderSubStatus: 'Appointment Required', state: 'pending', awaits: 'appointment' },
  { orderExternalStatus: 'Appointment Missed', state: 'pending', awaits: 'appointment' },
  { orderExternalStatus: 'Appointment Required', state: 'pending', awaits: 'appointment' },
  { orderSubStatus: 'Pending', state: 'pending' },
  { orderSubStatus: 'Action Required', state: 'pending' },
  { orderSubStatus: 'Information Required', state: 'pending' },
  { orderExternalStatus: 'Pending', state: 'pending' },
  { orderSubStatus: 'Assessing Cancellation', state: 'assessingCancellation' },
  { orderSubStatus: 'Pending Cancellation', state: 'assessingCancellation' },
  { orderExternalStatus: 'Assessing Cancellation', state: 'assessingCancellation' },
  { orderStatus: 'Held', state: 'held' },
  { orderStatus: 'On Hold', state: 'held' },
  { orderStatus: 'Pending', state: 'pending' },
  { orderStatus: 'Assessing Cancellation', state: 'assessingCancellation' },
  { orderStatus: 'Pending Cancellation', state: 'assessingCancellation' },
  { orderStatus: 'New', state: 'acknowledged' },
  { orderStatus: 'Acknowledged', state: 'acknowledged' },
  { orderStatus: 'Received', state: 'acknowledged' },
  { orderStatus: 'Accepted', state: 'acknowledged' },
  { orderStatus: 'Submitted', state: 'acknowledged' },
  { orderStatus: 'Scheduled', state: 'inProgress' },
  { orderStatus: 'Appointment Booked', state: 'inProgress' },
  { orderStatus: 'In Progress', state: 'inProgress' },
  { orderStatus: 'Processing', state: 'inProgress' },
  { orderStatus: 'Provisioning', state: 'inProgress' },
  { orderStatus: 'Open', state: 'inProgress' },
];

const COLUMNS = ['orderStatus', 'orderSubStatus', 'orderExternalStatus'] as const;

/**
 * The order state that Octane's words mean: the first row that matches, `unknown` when no row names the `orderStatus`.
 * So a finer status never speaks for an order whose main status is not mapped.
 */
export function orderStateOf(
  status: RawStatus,
  rows: readonly StatusRow[],
): Extract<OrderState, OctaneOrderState | 'unknown'> {
  return rowOf(status, rows)?.state ?? 'unknown';
}

/** Whether the order has ended, and changed nothing. */
export function hasEndedInVain(status: RawStatus, rows: readonly StatusRow[]): boolean {
  const state = orderStateOf(status, rows);
  return isTerminal(state) && state !== 'completed' && state !== 'partial';
}

/** Whether the order stands still until an appointment is booked. */
export function awaitsAppointment(status: RawStatus, rows: readonly StatusRow[]): boolean {
  return rowOf(status, rows)?.awaits === 'appointment';
}

function rowOf(status: RawStatus, rows: readonly StatusRow[]): StatusRow | undefined {
  const named = rows.some((row) => sameWord(row.orderStatus, status.orderStatus));
  return named ? rows.find((row) => matches(row, status)) : undefined;
}

function matches(row: StatusRow, status: RawStatus): boolean {
  return COLUMNS.every((column) => row[column] === undefined || sameWord(row[column], status[column]));
}

/** Rows that would end an order by a finer status alone, which could end it before Octane has. */
export function prematureEndings(rows: readonly StatusRow[]): StatusRow[] {
  return rows.filter((row) => row.orderStatus === undefined && isTerminal(row.state));
}
