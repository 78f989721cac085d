/** Seconds in which the limit of calls may never be exceeded. */
export const LIMIT_WINDOW = 10;

/** @param times - Of calls, in seconds. */
export function mostInAnyWindow(times: readonly number[]): number {
  const within = (start: number) => times.filter((time) => time >= start && time < start + LIMIT_WINDOW).length;
  return Math.max(0, ...times.map(within));
}
