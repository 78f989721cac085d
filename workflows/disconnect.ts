import type { DisconnectInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { customers } from './order/capabilities.ts';
import type { Carried } from './order/continuation.ts';
import { runOrder } from './order/run-order.ts';

/** Disconnects a customer's NBN service, and the customer with the last of them. */
export async function disconnect(start: DisconnectInput, carried?: Carried): Promise<OrderResult> {
  return runOrder('disconnect', start, carried, async (order, { service, holdUntil }) => {
    order.isFor(service.custNo);
    await order.takeService(`customer-${service.custNo}`, holdUntil);
    const wish = { from: { status: 'active' }, goal: { status: 'disconnected' } } as const;
    if (!(await order.findService(service, wish))) return order.completeAsIs('disconnected');
    await order.place({ subOrderType: 'Disconnect' });
    await order.follow();
    await order.verifyService();
    const update = await order.skippableStep('Update the customer', () =>
      customers.disconnectWithoutServices(order.customer),
    );
    if (update?.disconnected) return order.complete('The last service is disconnected, and the customer with it');
    const left = update?.leftAs === undefined ? '' : `; the customer was left as ${update.leftAs}`;
    return order.complete(`The service is disconnected${left}`);
  });
}
