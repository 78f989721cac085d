import type { NbnOrders } from '../../client/index.ts';

/** What an operator has to know on every page. */
export interface Alerts {
  /** Orders that wait for a decision. */
  fallout: number;
  /** Orders that take longer than their target. */
  overdue: number;
  /** Orders and receivers with events that were not taken. */
  undelivered: number;
  /** ISO 8601: since when all of Octane is away. */
  outageSince?: string;
}

export async function alertsOf(orders: NbnOrders): Promise<Alerts> {
  const [fallout, overdue, undelivered, outage] = await Promise.all([
    orders.count({ state: 'fallout' }),
    orders.count({ jeopardy: true }),
    orders.countUndeliveredEvents(),
    orders.octaneOutage(),
  ]);
  return { fallout, overdue, undelivered, ...(outage && { outageSince: outage.since }) };
}
