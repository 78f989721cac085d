import type { PlanChangeInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { plans } from './order/capabilities.ts';
import type { Carried } from './order/continuation.ts';
import { runOrder } from './order/run-order.ts';

/** Moves a customer's NBN service to another plan. */
export async function planChange(start: PlanChangeInput, carried?: Carried): Promise<OrderResult> {
  return runOrder('planChange', start, carried, async (order, { service, planNo, holdUntil }) => {
    order.isFor(service.custNo);
    await order.takeService(`customer-${service.custNo}`, holdUntil);
    const goal = { status: 'active', planNo } as const;
    if (!(await order.findService(service, { from: { status: 'active' }, goal }))) {
      return order.completeAsIs(`on plan ${planNo}`);
    }
    await order.step('Check the plan', () => plans.assertOffered({ ...order.customer, planNo }));
    await order.place({ subOrderType: 'PlanChange', planNo });
    await order.follow();
    await order.verifyService();
    return order.complete(`The service is on plan ${planNo}`);
  });
}
