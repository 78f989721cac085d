import type { DisconnectInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { FLOW_TABLE } from '../contract/flows.ts';
import { serviceOf } from '../contract/service-lock.ts';
import type { OrderRecord } from './order/carried-record.ts';
import { runOrder } from './order/run-order.ts';

/** Disconnects a customer's NBN service, and the customer with the last of them. */
export async function disconnect(start: DisconnectInput, carried?: OrderRecord): Promise<OrderResult> {
  return runOrder('disconnect', start, carried, async (order, { service, holdUntil }) => {
    order.isFor(service.custNo);
    await order.waitForDate(holdUntil);
    await order.takeService(serviceOf.customer(service.custNo));
    const { from, goal } = FLOW_TABLE.disconnect;
    if (!(await order.findService(service, { from, goal }))) return order.completeAsIs('disconnected');
    await order.place({ subOrderType: 'Disconnect' });
    await order.follow();
    await order.verifyService(goal);
    const update = await order.disconnectCustomer();
    if (update?.disconnected) return order.complete('The last service is disconnected, and the customer with it');
    const left = update?.leftAs === undefined ? '' : `; the customer was left as ${update.leftAs}`;
    return order.complete(`The service is disconnected${left}`);
  });
}
