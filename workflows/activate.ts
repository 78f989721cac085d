import { executeChild, ParentClosePolicy } from '@temporalio/workflow';
import type { ActivateInput } from '../contract/inputs.ts';
import { workflowIdOf } from '../contract/names.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { addresses, chooseInfrastructure, customers, plans, qualifications } from './order/capabilities.ts';
import type { Order } from './order/order.ts';
import { runOrder } from './order/run-order.ts';
import { planChange } from './plan-change.ts';

/** Connects a location to the NBN for a customer. */
export async function activate(start: ActivateInput): Promise<OrderResult> {
  return runOrder('activate', start, async (order, input) => {
    const { planNo, contact, transfer, infrastructure: wanted } = input;
    const { locationId } = await findLocation(order, input.address);
    await order.takeService(`location-${locationId}`, input.holdUntil);
    await order.step('Check the plan', () => plans.assertOffered({ groupNo: order.groupNo, planNo }));
    order.isFor(await customerFor(order, input.customer));

    const location = await order.step('Qualify the location', () =>
      qualifications.check({ locationId, csn: transfer?.csn }),
    );
    const { subOrderType, infrastructure, why } = await order.step('Choose the infrastructure', () =>
      chooseInfrastructure({ location, wanted, transfer }),
    );
    order.note(`${subOrderType}: ${why}`);
    const { serviceClass, qualification } = location;
    await order.place({ subOrderType, planNo, serviceClass, qualification, infrastructure, contact });
    await order.book(input.appointment);
    await order.follow(location);
    await order.verifyService({ status: 'active', planNo });

    if (input.welcomeEmail ?? true) await sendWelcomeEmail(order);
    if (input.upgradeToPlanNo !== undefined) return upgrade(order, input, input.upgradeToPlanNo);
    return order.complete(`The service is active on plan ${planNo}`);
  });
}

async function findLocation(order: Order, address: ActivateInput['address']): Promise<{ locationId: string }> {
  if ('locationId' in address) return address;
  return order.step('Find the location', () => addresses.find(address));
}

async function customerFor(order: Order, customer: ActivateInput['customer']): Promise<number> {
  if ('custNo' in customer) return customer.custNo;
  const { groupNo, reference } = order;
  const { custNo, created } = await order.step('Find or add the customer', () =>
    customers.ensure({ groupNo, reference, customer: customer.new }),
  );
  order.note(created ? `Added customer ${custNo}` : `Customer ${custNo} was added for this order before`);
  return custNo;
}

const WELCOME_EMAIL = {
  yes: 'Welcome email sent',
  refused: 'No welcome email: Octane refuses it, as for a customer without portal access',
  unknown: 'Welcome email: not known whether it was sent, so not sent again',
} as const;

async function sendWelcomeEmail(order: Order): Promise<void> {
  const email = await order.skippableStep('Send the welcome email', () => customers.sendWelcomeEmail(order.customer));
  if (email) order.note(WELCOME_EMAIL[email.sent]);
}

/** The second step: the connection stays whatever comes of it. */
async function upgrade(order: Order, { custReqDate }: ActivateInput, planNo: number): Promise<OrderResult> {
  const reference = `${order.reference}.upgrade`;
  const { groupNo, custNo } = order.customer;
  order.note(`Connected; now to plan ${planNo}, as order ${reference}`);
  try {
    await executeChild(planChange, {
      workflowId: workflowIdOf(reference),
      args: [{ reference, groupNo, service: { custNo }, planNo, custReqDate, onFallout: 'fail' }],
      // Octane goes on with an order that it has, whatever becomes of this workflow.
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    return order.complete(`The service is active on plan ${planNo}`);
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
    return order.complete(`Connected, but the upgrade to plan ${planNo} failed: ${why}`, 'partial');
  }
}
