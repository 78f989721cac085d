import { RunningClock, type Clock } from '../sandbox/clock.ts';

/** The sandbox's time: stands still but for jumps, until it is let run. */
export class BenchClock implements Clock {
  #clock: Clock | undefined;
  readonly start = Date.now();
  #jumped = 0;

  now(): number | Promise<number> {
    return this.#clock?.now() ?? this.start + this.#jumped;
  }

  /** Goes on by so many milliseconds at once, before it is let run. */
  jump(milliseconds: number): void {
    this.#jumped += milliseconds;
  }

  /** @param speed - Simulated seconds per real second. */
  run(speed: number): void {
    this.#clock = new RunningClock({ speed, start: this.start });
  }
}
