import type { PlanChangeInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { plans } from './order/capabilities.ts';
import { openOrder } from './order/order.ts';

/** Moves a customer's NBN service to another plan. */
export async function planChange(input: PlanChangeInput): Promise<OrderResult> {
  const { planNo } = input;
  const order = await openOrder('planChange', input);
  await order.findService(input.service, 'active');
  await order.step('Check the plan', () => plans.assertOffered({ ...order.customer, planNo }));
  await order.place({ subOrderType: 'PlanChange', planNo });
  await order.follow();
  await order.verifyService({ status: 'active', planNo });
  return order.complete(`The service is on plan ${planNo}`);
}
