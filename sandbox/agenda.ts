/** What is going to happen, in time order; entries of the same time in the order they came. */
export class Agenda<Entry extends { at: number }> {
  #entries: Entry[] = [];

  add(entry: Entry): void {
    this.#entries.splice(this.#firstAfter(entry.at), 0, entry);
  }

  /** Removes and returns everything due up to `now`. */
  takeDue(now: number): Entry[] {
    return this.#entries.splice(0, this.#firstAfter(now));
  }

  /** Binary search, because a load test keeps many thousand entries here. */
  #firstAfter(at: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.at ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
