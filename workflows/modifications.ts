import type { ServiceCondition } from '../activities/services.ts';
import type { ServiceOrderInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import type { Carried } from './order/continuation.ts';
import { runOrder } from './order/run-order.ts';

type Modification = 'suspend' | 'unsuspend' | 'shape' | 'unshape';

/** What each modification needs of a service, and makes of it. */
const MODIFICATIONS = {
  suspend: {
    subOrderType: 'Suspend',
    from: { status: 'active' },
    goal: { status: 'suspended' },
    inWords: 'suspended',
  },
  unsuspend: {
    subOrderType: 'Unsuspend',
    from: { status: 'suspended' },
    goal: { status: 'active' },
    inWords: 'active',
  },
  shape: {
    subOrderType: 'Shape',
    from: { status: 'active', shaped: false },
    goal: { status: 'active', shaped: true },
    inWords: 'shaped',
  },
  unshape: {
    subOrderType: 'Unshape',
    from: { status: 'active', shaped: true },
    goal: { status: 'active', shaped: false },
    inWords: 'unshaped',
  },
} as const satisfies Record<
  Modification,
  { subOrderType: string; from: ServiceCondition; goal: ServiceCondition; inWords: string }
>;

function modify(flow: Modification, start: ServiceOrderInput, carried?: Carried): Promise<OrderResult> {
  const { subOrderType, from, goal, inWords } = MODIFICATIONS[flow];
  return runOrder(flow, start, carried, async (order, { service, holdUntil }) => {
    order.isFor(service.custNo);
    await order.takeService(`customer-${service.custNo}`, holdUntil);
    if (!(await order.findService(service, { from, goal }))) return order.completeAsIs(inWords);
    await order.place({ subOrderType });
    await order.follow();
    await order.verifyService();
    return order.complete(`The service is ${inWords}`);
  });
}

/** Bars a customer's NBN service. */
export async function suspend(start: ServiceOrderInput, carried?: Carried): Promise<OrderResult> {
  return modify('suspend', start, carried);
}

/** Lifts the bar. */
export async function unsuspend(start: ServiceOrderInput, carried?: Carried): Promise<OrderResult> {
  return modify('unsuspend', start, carried);
}

/** Slows a customer's NBN service down. */
export async function shape(start: ServiceOrderInput, carried?: Carried): Promise<OrderResult> {
  return modify('shape', start, carried);
}

/** Gives it its full speed again. */
export async function unshape(start: ServiceOrderInput, carried?: Carried): Promise<OrderResult> {
  return modify('unshape', start, carried);
}
