/**
 * Why an order waits for a person.
 *
 * - `ambiguousService`: several services fit, and Octane's order cannot say which
 * - `checkFailed`: a check before the placing says that the order makes no sense as it is
 * - `refused`: Octane refused the create-order call; there is no order
 * - `outcomeUnknown`: it is not known whether Octane has the order, or an earlier run of the reference left one that is not followed
 * - `rejected`, `cancelled`, `failed`: Octane ended the order so, unasked
 * - `verificationMismatch`: Octane says completed, but the service is not what was ordered
 * - `promiseChanged`: a later qualification offers less than the first one did
 * - `customerOutcomeUnknown`: it is not known whether Octane has added the new customer
 * - `orderNotFound`: for a day Octane has answered that it does not have the order that is being followed (HTTP 404)
 * - `stepFailed`: a step kept failing for its whole patience
 */
export const FALLOUT_CODES = [
  'ambiguousService',
  'checkFailed',
  'refused',
  'outcomeUnknown',
  'rejected',
  'cancelled',
  'failed',
  'verificationMismatch',
  'promiseChanged',
  'customerOutcomeUnknown',
  'orderNotFound',
  'stepFailed',
] as const;
export type FalloutCode = (typeof FALLOUT_CODES)[number];

export const RESOLVE_ACTIONS = ['retry', 'skip', 'adopt', 'abandon'] as const;
export type ResolveAction = (typeof RESOLVE_ACTIONS)[number];

export interface Choice {
  action: ResolveAction;
  /** What it would do, in a sentence. */
  effect: string;
}

/** What a person has to decide, while the order's state is `fallout`. */
export interface Fallout {
  code: FalloutCode;
  /** The step that cannot be done. */
  step: string;
  /** What happened and what was tried, in plain words. */
  sentence: string;
  choices: Choice[];
  /** ISO 8601. */
  since: string;
}
