/**
 * Milliseconds: the longest that one call may be configured to last. Who reckons with a call of another worker reckons with this, because
 * that worker may be configured otherwise.
 */
export const LONGEST_RESPONSE_TIMEOUT = 40_000;
