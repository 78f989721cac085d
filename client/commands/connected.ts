import type { Command } from 'commander';
import { NoSuchOrder } from '../errors.ts';
import type { NbnOrders } from '../nbn-orders.ts';
import type { OrderHandle } from '../order-handle.ts';
import { serverOf } from './global-options.ts';

/** Milliseconds: a person waits for the answer. */
const ANSWER_EXPECTED = 2_000;

/** Runs with a connection to the server that the options name. */
export async function withOrders<T>(command: Command, run: (orders: NbnOrders) => Promise<T>): Promise<T> {
  // Temporal's client is most of what there is to load: help, completion and slips do without it.
  const { NbnOrders } = await import('../nbn-orders.ts');
  const orders = await NbnOrders.connect({ ...serverOf(command), answerExpected: ANSWER_EXPECTED });
  try {
    return await run(orders);
  } finally {
    await orders.close();
  }
}

/**
 * The order that somebody means: by its reference, or else by Octane's number.
 *
 * @throws NoSuchOrder when there is none.
 * @throws Error when several have had this number of Octane's.
 */
export async function orderNamed(orders: NbnOrders, name: string): Promise<OrderHandle> {
  const order = orders.order(name);
  try {
    await order.status();
    return order;
  } catch (error) {
    if (!(error instanceof NoSuchOrder)) throw error;
    const references = new Set<string>();
    for await (const { reference } of orders.list({ orderId: name })) references.add(reference);
    const [reference, ...others] = references;
    if (reference === undefined) throw error;
    if (others.length === 0) return orders.order(reference);
    const all = [reference, ...others].join(', ');
    throw new Error(`Several orders have had Octane's order ${name}: ${all}. Name one of them.`, { cause: error });
  }
}
