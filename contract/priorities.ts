/**
 * What goes first when more calls to Octane wait than its rate limit allows: Temporal's priority keys, of which 1 is the first and
 * 5 the last. Within one priority the groups take turns; see docs/operations.md.
 */
export const PRIORITIES = {
  /** A person waits for the answer. */
  answer: 1,
  /** A new order on its way to Octane. */
  placing: 2,
  /** An order that has probably changed: see temporal/poll-now.ts. */
  hint: 3,
  /** An order that Octane is done with, a test, a watcher. */
  other: 3,
  /** The next poll of an order. */
  poll: 4,
} as const;
