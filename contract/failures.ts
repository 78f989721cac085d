import type { FalloutCode } from './fallout.ts';

/** The `type` of every ApplicationFailure that an order can end with. */
export const FAILURE_TYPES = [
  'InvalidOrder',
  'OrderRejected',
  'OrderCancelled',
  'OrderFailed',
  'OrderAbandoned',
  'OctaneUnauthorized',
  'OctaneRefused',
  'OctaneUnavailable',
  'OctaneUnexpectedAnswer',
] as const;
export type FailureType = (typeof FAILURE_TYPES)[number];

/** The failure types that an answer of Octane, or the lack of one, is classified into. */
export type OctaneFailureType = Extract<FailureType, `Octane${string}`>;

/** One wrong field of an input: where it is (`service.custNo`) and what is wrong with it. */
export interface WrongField {
  path: string;
  message: string;
}

/**
 * What is known of an order after a call that should have created it:
 * surely not created, created, or not known (a lost answer, a worker that was killed in the middle of the call).
 */
export type CreateOutcome = 'refused' | 'placed' | 'unknown';

/** First of the `details` of a failure; which fields are there depends on its type. Never personal data. */
export interface FailureDetails {
  reference?: string;
  /** With `InvalidOrder`: every wrong field. */
  fields?: WrongField[];
  /** With the types that name an order Octane has. */
  orderId?: string;
  orderStatus?: string;
  /** With `Octane…` types: what the failed call says about a create. */
  outcome?: CreateOutcome;
  /** With `Octane…` types: the operation that failed, as the table in docs/octane.md names it. */
  operation?: string;
  /** Where a person could decide: why the order cannot continue by itself. */
  code?: FalloutCode;
  /** With the code `outcomeUnknown`: orders of Octane's that it may be. */
  candidates?: string[];
  /** With `Octane…` types: the HTTP status, where there was an answer. */
  httpStatus?: number;
  /** With `Octane…` types: milliseconds that Octane asked to be left alone for. */
  retryAfter?: number;
  /** With `Octane…` types: true when nothing was sent, because all of Octane is away. */
  heldBack?: boolean;
}

export function isFailureType(type: string | null | undefined): type is FailureType {
  return (FAILURE_TYPES as readonly (string | null | undefined)[]).includes(type);
}
