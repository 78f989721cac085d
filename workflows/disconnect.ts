import type { DisconnectInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { customers } from './order/capabilities.ts';
import { openOrder } from './order/order.ts';

/** Disconnects a customer's NBN service, and the customer with the last of them. */
export async function disconnect(input: DisconnectInput): Promise<OrderResult> {
  const order = await openOrder('disconnect', input);
  await order.findService(input.service, 'active');
  await order.place({ subOrderType: 'Disconnect' });
  await order.follow();
  await order.verifyService({ status: 'disconnected' });
  const { disconnected } = await order.step('Update the customer', () =>
    customers.disconnectWithoutServices(order.customer),
  );
  return order.complete(
    disconnected ? 'The last service is disconnected, and the customer with it' : 'The service is disconnected',
  );
}
