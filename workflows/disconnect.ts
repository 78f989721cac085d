import type { DisconnectInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { customers } from './order/capabilities.ts';
import { runOrder } from './order/run-order.ts';

/** Disconnects a customer's NBN service, and the customer with the last of them. */
export async function disconnect(start: DisconnectInput): Promise<OrderResult> {
  return runOrder('disconnect', start, async (order, { service, holdUntil }) => {
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
    return order.complete(
      update?.disconnected
        ? 'The last service is disconnected, and the customer with it'
        : 'The service is disconnected',
    );
  });
}
