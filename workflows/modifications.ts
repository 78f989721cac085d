import { FLOW_TABLE } from '../contract/flows.ts';
import type { ServiceOrderInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { serviceOf } from '../contract/service-lock.ts';
import type { OrderRecord } from './order/carried-record.ts';
import { runOrder } from './order/run-order.ts';

/** What Octane's order is called, and what the service is afterwards. */
const MODIFICATIONS = {
  suspend: { subOrderType: 'Suspend', inWords: 'suspended' },
  unsuspend: { subOrderType: 'Unsuspend', inWords: 'active' },
  shape: { subOrderType: 'Shape', inWords: 'shaped' },
  unshape: { subOrderType: 'Unshape', inWords: 'unshaped' },
} as const;

function modify(
  flow: keyof typeof MODIFICATIONS,
  start: ServiceOrderInput,
  carried?: OrderRecord,
): Promise<OrderResult> {
  const { subOrderType, inWords } = MODIFICATIONS[flow];
  const { from, goal } = FLOW_TABLE[flow];
  return runOrder(flow, start, carried, async (order, { service, holdUntil }) => {
    order.isFor(service.custNo);
    await order.waitForDate(holdUntil);
    await order.takeService(serviceOf.customer(service.custNo));
    if (!(await order.findService(service, { from, goal }))) return order.completeAsIs(inWords);
    await order.place({ subOrderType });
    await order.follow();
    await order.verifyService(goal);
    return order.complete(`The service is ${inWords}`);
  });
}

/** Bars a customer's NBN service. */
export async function suspend(start: ServiceOrderInput, carried?: OrderRecord): Promise<OrderResult> {
  return modify('suspend', start, carried);
}

/** Lifts the bar. */
export async function unsuspend(start: ServiceOrderInput, carried?: OrderRecord): Promise<OrderResult> {
  return modify('unsuspend', start, carried);
}

/** Slows a customer's NBN service down. */
export async function shape(start: ServiceOrderInput, carried?: OrderRecord): Promise<OrderResult> {
  return modify('shape', start, carried);
}

/** Gives it its full speed again. */
export async function unshape(start: ServiceOrderInput, carried?: OrderRecord): Promise<OrderResult> {
  return modify('unshape', start, carried);
}
