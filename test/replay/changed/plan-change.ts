import type { PlanChangeInput } from '../../../contract/inputs.ts';
import type { OrderResult } from '../../../contract/outputs.ts';
import { plans } from '../../../workflows/order/capabilities.ts';
import { openOrder } from '../../../workflows/order/order.ts';

/** The flow with its two checks swapped: a change that breaks orders in flight, so replay must fail. */
export async function planChange(input: PlanChangeInput): Promise<OrderResult> {
  const { planNo } = input;
  const order = await openOrder('planChange', input);
  await order.step('Check the plan', () => plans.assertOffered({ ...order.customer, planNo }));
  await order.findService(input.service, 'active');
  await order.place({ subOrderType: 'PlanChange', planNo });
  await order.follow();
  await order.verifyService({ status: 'active', planNo });
  return order.complete(`The service is on plan ${planNo}`);
}
