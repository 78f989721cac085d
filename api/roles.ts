/**
 * Who may what. A role is given to a caller, a right is needed for a request; docs/roles.md has the same table.
 *
 * - `viewer`: reads
 * - `starter`: a service that starts orders, and withdraws or moves them for its customers
 * - `operator`: decides what an order does that cannot continue
 * - `administrator`: all of it
 */
export const ROLES = ['viewer', 'starter', 'operator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const RIGHTS = {
  read: ['viewer', 'starter', 'operator', 'administrator'],
  start: ['starter', 'administrator'],
  withdraw: ['starter', 'operator', 'administrator'],
  reschedule: ['starter', 'operator', 'administrator'],
  resolve: ['operator', 'administrator'],
  poll: ['starter', 'operator', 'administrator'],
  /** Tell that Octane has changed an order. */
  notify: ['starter', 'administrator'],
  /** Have events that a receiver has not taken sent again. */
  sendEvents: ['operator', 'administrator'],
  /** Read what is encrypted, in the Web UI: it holds personal data. */
  decrypt: ['operator', 'administrator'],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

/** Who makes a request, as the login says. */
export interface Caller {
  /** Of the API key, or the token's subject. It becomes the `by` of what is asked for. */
  name: string;
  roles: readonly Role[];
}

export function hasRight({ roles }: Caller, right: Right): boolean {
  const allowed: readonly Role[] = RIGHTS[right];
  return roles.some((role) => allowed.includes(role));
}

/** The roles among what somebody else gave: a token may carry roles of other programs. */
export function rolesIn(words: readonly unknown[]): Role[] {
  return ROLES.filter((role) => words.includes(role));
}
