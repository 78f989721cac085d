/** Milliseconds of lateness, of a busy process, that the next calls make up for by following sooner. */
const MADE_UP = 50;
/** So much longer between two calls: for what is made up for in ten seconds, and as much again for calls that travel for different times. */
const LEEWAY = 1.01;

/**
 * Spaces the calls of one client evenly, in the order in which they ask. Temporal's limit of the task queue alone does not keep to
 * what is allowed: it counts attempts, of which some make several calls, and lets a second's worth through at once.
 */
export class Pace {
  /** Milliseconds between two turns. */
  readonly #spacing: number;
  /** When the next turn is, by a clock that is never set. */
  #next = -Infinity;
  #queue = Promise.resolve();
  #queued = 0;

  constructor(requestsPerSecond: number) {
    this.#spacing = (1000 / requestsPerSecond) * LEEWAY;
  }

  /**
   * Waits for the next turn.
   *
   * @param patience - Milliseconds.
   * @returns false at once when so many are waiting that it would take longer.
   */
  async turn(patience: number): Promise<boolean> {
    if (this.#queued * this.#spacing > patience) return false;
    this.#queued += 1;
    this.#queue = this.#queue.then(() => this.#untilNext());
    await this.#queue;
    this.#queued -= 1;
    return true;
  }

  async #untilNext(): Promise<void> {
    for (let early = this.#next - performance.now(); early > 0; early = this.#next - performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(early)));
    }
    this.#next = Math.max(this.#next, performance.now() - MADE_UP) + this.#spacing;
  }
}
