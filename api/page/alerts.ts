import type { NbnOrders } from '../../client/index.ts';

/** What an operator has to know on every page. */
export interface Alerts {
  /** Orders that wait for a decision. */
  fallout: number;
  /** Orders that take longer than their target. */
  overdue: number;
  /** ISO 8601: since when all of Octane is away. */
  outageSince?: string;
}

export async function alertsOf(orders: NbnOrders): Promise<Alerts> {
  const [fallout, overdue, outage] = await Promise.all([
    orders.count({ state: 'fallout' }),
    orders.count({ jeopardy: true }),
    orders.octaneOutage(),
  ]);
  return { fallout, overdue, ...(outage && { outageSince: outage.since }) };
}
