import type { ActivateInput } from '../contract/inputs.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { chooseInfrastructure, customers, plans, qualifications } from './order/capabilities.ts';
import { openOrder } from './order/order.ts';

/** Connects a location to the NBN for a customer. */
export async function activate(input: ActivateInput): Promise<OrderResult> {
  const { planNo, contact } = input;
  const order = await openOrder('activate', input);
  await order.step('Check the plan', () => plans.assertOffered({ ...order.customer, planNo }));
  const location = await order.step('Qualify the location', () =>
    qualifications.check({ locationId: input.address.locationId, csn: input.transfer?.csn }),
  );
  const { subOrderType, infrastructure, why } = await order.step('Choose the infrastructure', () =>
    chooseInfrastructure({ location, wanted: input.infrastructure, transfer: input.transfer }),
  );
  order.note(`${subOrderType}: ${why}`);

  const { serviceClass, qualification } = location;
  await order.place({ subOrderType, planNo, serviceClass, qualification, infrastructure, contact });
  await order.follow();
  await order.verifyService({ status: 'active', planNo });

  if (input.welcomeEmail ?? true) {
    const { sent } = await order.step('Send the welcome email', () => customers.sendWelcomeEmail(order.customer));
    order.note(WELCOME_EMAIL[sent]);
  }
  return order.complete(`The service is active on plan ${planNo}`);
}

const WELCOME_EMAIL = {
  yes: 'Welcome email sent',
  refused: 'No welcome email: Octane refuses it, as for a customer without portal access',
  unknown: 'Welcome email: not known whether it was sent, so not sent again',
} as const;
