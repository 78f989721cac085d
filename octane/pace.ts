/** So much longer between two calls: they travel for different times, and those of ten seconds must not arrive within less. */
const LEEWAY = 1.01;

/**
 * Spaces the calls of one client evenly, in the order in which they ask. Temporal's limit of the task queue alone does not keep to
 * what is allowed: it counts attempts, of which some make several calls, and lets a second's worth through at once.
 */
export class Pace {
  /** Milliseconds between two turns. */
  readonly #spacing: number;
  /** When the next turn is, by a clock that nobody sets. */
  #next = -Infinity;

  constructor(requestsPerSecond: number) {
    this.#spacing = (1000 / requestsPerSecond) * LEEWAY;
  }

  /**
   * Takes the next turn.
   *
   * @param patience - Milliseconds.
   * @returns milliseconds until then; undefined when that would be later than the caller's patience, and no turn is taken.
   */
  take(patience: number): number | undefined {
    const now = performance.now();
    const turn = Math.max(now, this.#next);
    if (turn - now > patience) return undefined;
    this.#next = turn + this.#spacing;
    return turn - now;
  }
}
