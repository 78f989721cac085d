import { Context } from '@temporalio/activity';
import { countOrders, type OrderCounts } from '../temporal/order-counts.ts';
import { notYet } from './failures.ts';

/** Milliseconds between two counts. */
export const COUNT_EVERY = 60_000;

/** Milliseconds. A server allows 10 visibility queries a second by default; the orders' own come first. */
const BETWEEN_QUERIES = 200;

export interface OrderCountActivities {
  /**
   * Counts all open orders, and fails as "counting", so that Temporal's retry is the next count: no history event, one worker at a time.
   *
   * @returns why it counts no longer.
   */
  countOrders: () => Promise<string>;
}

export interface OrderCountSettings {
  /** Where Prometheus may scrape; orders are not counted without it. */
  metricsAddress?: string | undefined;
  onCounted: (counts: OrderCounts) => void;
}

export function orderCountActivities({ metricsAddress, onCounted }: OrderCountSettings): OrderCountActivities {
  return {
    countOrders: async () => {
      if (metricsAddress === undefined) return 'The worker is configured to have no metrics.';
      const context = Context.current();
      onCounted(await countOrders(context.client, () => context.sleep(BETWEEN_QUERIES)));
      throw notYet('Counting', 'The open orders are being counted.', COUNT_EVERY);
    },
  };
}
