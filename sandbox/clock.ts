/** Where the sandbox takes its time from; a test gives it a clock of its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number | Promise<number>;
}

/**
 * A clock that runs `speed` times as fast as real time.
 *
 * @param start - Milliseconds since the epoch; default: now.
 */
export function runningClock({ speed, start = Date.now() }: { speed: number; start?: number }): Clock {
  const began = performance.now();
  return { now: () => start + Math.round((performance.now() - began) * speed) };
}
