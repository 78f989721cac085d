import type { PlanChangeInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { serviceOf } from '../contract/service-lock.ts';
import type { OrderRecord } from './order/carried-record.ts';
import { runOrder } from './order/run-order.ts';

/** Moves a customer's NBN service to another plan. */
export async function planChange(start: PlanChangeInput, carried?: OrderRecord): Promise<OrderResult> {
  return runOrder('planChange', start, carried, async (order, { service, planNo, holdUntil }) => {
    order.isFor(service.custNo);
    await order.waitForDate(holdUntil);
    await order.takeService(serviceOf.customer(service.custNo));
    const goal = { status: 'active', planNo } as const;
    if (!(await order.findService(service, { from: { status: 'active' }, goal }))) {
      return order.completeAsIs(`on plan ${planNo}`);
    }
    await order.place({ subOrderType: 'PlanChange', planNo });
    await order.follow();
    await order.verifyService(goal);
    return order.complete(`The service is on plan ${planNo}`);
  });
}
