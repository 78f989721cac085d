import { firstAfter } from './first-after.ts';

/** What is going to happen, in time order; entries of the same time in the order in which they were added. */
export class Schedule<Entry extends { at: number }> {
  #entries: Entry[] = [];

  add(entry: Entry): void {
    this.#entries.splice(firstAfter(this.#entries, entry.at), 0, entry);
  }

  /** Removes and returns everything due up to `now`. */
  takeDue(now: number): Entry[] {
    return this.#entries.splice(0, firstAfter(this.#entries, now));
  }
}
