/** Order states in TM Forum's words (TMF622), as Octane's order can be in. */
export const OCTANE_ORDER_STATES = [
  'acknowledged',
  'inProgress',
  'pending',
  'held',
  'assessingCancellation',
  'completed',
  'partial',
  'rejected',
  'cancelled',
  'failed',
] as const;
export type OctaneOrderState = (typeof OCTANE_ORDER_STATES)[number];

/**
 * States of our own, before and beside them.
 *
 * - `waiting`: for the service, or for a date
 * - `placing`: checks, and the create-order call
 * - `settling`: Octane is done; the service is being verified, and the customer updated or informed
 * - `fallout`: a person must decide
 * - `unknown`: a raw status that is not mapped yet; it keeps being followed and is never a failure
 */
export const OWN_ORDER_STATES = ['waiting', 'placing', 'settling', 'fallout', 'unknown'] as const;

export type OrderState = OctaneOrderState | (typeof OWN_ORDER_STATES)[number];

/** The states in which Octane's order has ended for good. */
export const TERMINAL_STATES = ['completed', 'partial', 'rejected', 'cancelled', 'failed'] as const;
export type TerminalState = (typeof TERMINAL_STATES)[number];

export function isTerminal(state: OrderState): state is TerminalState {
  return (TERMINAL_STATES as readonly OrderState[]).includes(state);
}

/** Who or what has to move before the order can. */
export const WAITING_FOR = ['octane', 'customer', 'operator', 'service', 'date'] as const;
export type WaitingFor = (typeof WAITING_FOR)[number];

/** An order's status as Octane words it: free strings, documented without any list of values. */
export interface RawStatus {
  orderStatus?: string | undefined;
  orderSubStatus?: string | undefined;
  orderExternalStatus?: string | undefined;
}
