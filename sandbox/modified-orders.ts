import { firstAfter } from './first-after.ts';
import type { Order } from './order.ts';

/** Which orders were modified when: each at the time of its last modification, without a search through all of them. */
export class ModifiedOrders {
  readonly #log: { at: number; order: Order }[] = [];

  /** Takes note that the order was modified at its `modifiedAt`, which is not before any other. */
  add(order: Order): void {
    this.#log.push({ at: order.modifiedAt, order });
  }

  /** Those modified at `since` or later, the longest ago first. */
  *since(since: number): Generator<Order> {
    let last: Order | undefined;
    for (let index = firstAfter(this.#log, since - 1); index < this.#log.length; index += 1) {
      const entry = this.#log[index];
      // Modified again later, or twice at that moment.
      if (!entry || entry.order.modifiedAt !== entry.at || entry.order === last) continue;
      last = entry.order;
      yield entry.order;
    }
  }
}
