import ms, { type StringValue } from 'ms';
import type { Clock } from '../../sandbox/clock.ts';

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-03-02T00:00:00Z');

  /** Asynchronous, as a time-skipping server's clock is. */
  now(): Promise<number> {
    return Promise.resolve(this.#now);
  }

  advance(duration: StringValue): void {
    this.#now += ms(duration);
  }

  /** The time `duration` from now, as a request's date. */
  in(duration: StringValue): string {
    return new Date(this.#now + ms(duration)).toISOString();
  }
}
