import type { NbnOrders, UndeliveredEvents, UndeliveredFilter } from '../client/index.ts';

export interface Undelivered {
  undelivered: UndeliveredEvents[];
  /** How many there are, whatever the filter. */
  all: number;
}

/** @param limit - How many are read at most. */
export async function undeliveredOf(orders: NbnOrders, filter: UndeliveredFilter, limit: number): Promise<Undelivered> {
  const undelivered: UndeliveredEvents[] = [];
  for await (const events of orders.undeliveredEvents(filter)) {
    undelivered.push(events);
    if (undelivered.length === limit) break;
  }
  return { undelivered, all: await orders.countUndeliveredEvents() };
}
