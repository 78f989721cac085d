import type { PlanChangeInput } from '../../../contract/inputs.ts';
import type { OrderResult } from '../../../contract/outputs.ts';
import { plans } from '../../../workflows/order/capabilities.ts';
import { runOrder } from '../../../workflows/order/run-order.ts';

/** The flow with its two checks swapped: a change that breaks orders in flight, so replay must fail. */
export async function planChange(start: PlanChangeInput): Promise<OrderResult> {
  return runOrder('planChange', start, async (order, { service, planNo }) => {
    order.isFor(service.custNo);
    await order.takeService(`customer-${service.custNo}`);
    await order.step('Check the plan', () => plans.assertOffered({ ...order.customer, planNo }));
    await order.findService(service, { from: { status: 'active' }, goal: { status: 'active', planNo } });
    await order.place({ subOrderType: 'PlanChange', planNo });
    await order.follow();
    await order.verifyService();
    return order.complete(`The service is on plan ${planNo}`);
  });
}
