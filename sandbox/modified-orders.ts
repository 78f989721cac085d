import { firstAfter } from './first-after.ts';
import type { Order } from './order.ts';

/** The orders by the time of their last modification, so that a query does not have to go through all of them. */
export class ModifiedOrders {
  readonly #log: { at: number; order: Order }[] = [];

  /** Records that the order was modified at its `modifiedAt`, which must not be earlier than that of the last one added. */
  add(order: Order): void {
    this.#log.push({ at: order.modifiedAt, order });
  }

  /** Those modified at `since` or later, the earliest first. */
  *since(since: number): Generator<Order> {
    let last: Order | undefined;
    for (let index = firstAfter(this.#log, since - 1); index < this.#log.length; index += 1) {
      const entry = this.#log[index];
      // Skips an order that was modified again later, or twice at the same time.
      if (!entry || entry.order.modifiedAt !== entry.at || entry.order === last) continue;
      last = entry.order;
      yield entry.order;
    }
  }
}
