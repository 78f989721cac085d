/** In bytes. The largest request is a decision with an input. */
export const BODY_LIMIT = 64 * 1024;

/*
 * Milliseconds. A caller waits for all of them.
 */

/** For a whole request to arrive. */
export const REQUEST_LIMIT = 20_000;
/** That Temporal, and a worker, may take to answer. */
export const ANSWER_LIMIT = 10_000;
/** After which it is looked whether a worker runs. */
export const ANSWER_EXPECTED = 2_000;
/** For many orders that are answered together, each with its next step. */
export const MANY_LIMIT = 60_000;
/** To wait for a poll of Octane's that is under way. */
export const POLL_LIMIT = 4_000;
