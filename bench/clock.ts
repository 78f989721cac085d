import { RunningClock, type Clock } from '../sandbox/clock.ts';

/** The sandbox's time: stands still until it is let run. */
export class BenchClock implements Clock {
  #clock: Clock | undefined;
  readonly start = Date.now();

  now(): number | Promise<number> {
    return this.#clock?.now() ?? this.start;
  }

  /** @param speed - Simulated seconds per real second. */
  run(speed: number): void {
    this.#clock = new RunningClock({ speed, start: this.start });
  }
}
