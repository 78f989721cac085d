/** What the exit code of `nbn` says; docs/cli.md has the table. */
export const EXIT_CODES = {
  /** Done; of an order that is watched: completed. */
  done: 0,
  /** Not done: wrong usage, no connection, no such order, refused. */
  notDone: 1,
  /** A comparison that could not be made, so that nothing is known: `reconcile`, `replay`. */
  notCompared: 2,
  /** An order ended otherwise than completed: rejected, cancelled, failed, or its workflow was closed. */
  endedOtherwise: 3,
  /** A person must decide. */
  fallout: 4,
  /** An order is completed in part. */
  partial: 5,
} as const;
