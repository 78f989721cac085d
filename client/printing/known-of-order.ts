import { isOrderFlow } from '../../contract/flows.ts';
import type { EnquiryFlow } from '../../contract/names.ts';
import type { EnquiryResult } from '../../contract/outputs.ts';
import type { NbnOrders } from '../nbn-orders.ts';
import { orderedOf, type Ordered } from '../ordered.ts';
import type { OrderHandle } from '../order-handle.ts';
import type { OrderView } from '../order-view.ts';

/** What is known of an order, for a person. */
export interface KnownOfOrder {
  view: OrderView;
  ordered: Ordered;
  /** What a test has measured. */
  result?: EnquiryResult;
  /** IANA name of the time zone for people. */
  zone: string;
}

/** @param zoneOf - The zone, by the state in which the service is, where that is known. */
export async function knownOfOrder(
  orders: NbnOrders,
  order: OrderHandle,
  zoneOf: (serviceState: string | undefined) => string,
): Promise<KnownOfOrder> {
  const [view, { input, serviceState }] = await Promise.all([order.view(), order.history()]);
  const result = await measured(orders, view);
  return { view, ordered: orderedOf(input), zone: zoneOf(serviceState), ...(result && { result }) };
}

/** What a test that has completed has measured. */
async function measured(orders: NbnOrders, { progress, status }: OrderView): Promise<EnquiryResult | undefined> {
  const { flow, reference } = progress;
  if (status !== 'COMPLETED' || isOrderFlow(flow)) return undefined;
  return orders.order<EnquiryFlow>(reference).result();
}
