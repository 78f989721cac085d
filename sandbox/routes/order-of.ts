import type { Call } from '../call.ts';
import type { Order } from '../order.ts';
import type { Records } from '../records.ts';
import { notFound } from '../refusal.ts';

/**
 * The order that the call's path names.
 *
 * @throws Refusal 404.
 */
export function orderOf(records: Records, { params }: Call): Order {
  const order = records.order(params['orderId'] ?? '');
  if (!order) throw notFound('order');
  return order;
}
