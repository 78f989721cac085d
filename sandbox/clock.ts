/** Where the sandbox takes its time from; a test gives it a clock of its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number | Promise<number>;
}

/** A clock that runs `speed` times as fast as real time. The speed can be changed; at 0 the clock stands still. */
export class RunningClock implements Clock {
  #speed: number;
  /** Its time when it was set to this speed, in milliseconds since the epoch. */
  #then: number;
  #setAt = performance.now();

  /** Milliseconds since the epoch. */
  readonly start: number;

  /** @param start - Milliseconds since the epoch; default: now. */
  constructor({ speed, start = Date.now() }: { speed: number; start?: number }) {
    this.#speed = speed;
    this.start = start;
    this.#then = start;
  }

  now(): number {
    return this.#then + Math.round((performance.now() - this.#setAt) * this.#speed);
  }

  /** Moves forward by so many milliseconds at once. */
  jump(milliseconds: number): void {
    this.#then += milliseconds;
  }

  runAt(speed: number): void {
    this.#then = this.now();
    this.#setAt = performance.now();
    this.#speed = speed;
  }
}
