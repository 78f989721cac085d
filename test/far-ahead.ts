/** A date that no test lives to see, and that an input may still have: ISO 8601, four years from now. */
export const FAR_AHEAD = new Date(Date.now() + 4 * 365 * 24 * 3_600_000).toISOString();
