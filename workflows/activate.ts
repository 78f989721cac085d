import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ApplicationFailure, CancellationScope, executeChild, ParentClosePolicy } from '@temporalio/workflow';
import type { FailureDetails, FailureType } from '../contract/failures.ts';
import type { ActivateInput } from '../contract/inputs.ts';
import { workflowIdOf } from '../contract/names.ts';
import type { OrderResult } from '../contract/outputs.ts';
import { serviceOf } from '../contract/service-lock.ts';
import { addresses, chooseInfrastructure, customers, plans, qualifications, upgrades } from './order/capabilities.ts';
import type { Order } from './order/order.ts';
import type { OrderRecord } from './order/carried-record.ts';
import { runOrder } from './order/run-order.ts';
import { planChange } from './plan-change.ts';

/** Connects a location to the NBN for a customer. */
export async function activate(start: ActivateInput, carried?: OrderRecord): Promise<OrderResult> {
  return runOrder('activate', start, carried, async (order, input) => {
    const { customer, planNo, upgradeToPlanNo, contact, transfer, infrastructure: wanted } = input;
    if ('custNo' in customer) order.isFor(customer.custNo);
    else order.note('For a new customer');
    const { locationId } = await findLocation(order, input.address);
    await order.waitForDate(input.holdUntil);
    await order.takeService(serviceOf.location(locationId));
    if ('custNo' in customer) await order.takeService(serviceOf.customer(customer.custNo));

    const location = await order.step('Qualify the location', () =>
      qualifications.check({ locationId, csn: transfer?.csn }),
    );
    order.isAt(location);
    const choice = await order.step('Choose the infrastructure', () =>
      chooseInfrastructure({ location, wanted, transfer }),
    );
    order.note(`${choice.subOrderType}: ${choice.why}`);
    await order.step('Compare with what was promised first', () => keepsPromise(order, choice));
    await checkPlans(order, input, location, choice);
    if ('new' in customer) {
      await order.addCustomer(customer.new);
      await order.takeService(serviceOf.customer(order.customer.custNo));
    }

    const { subOrderType, infrastructure } = choice;
    const { serviceClass, qualification, freshUntil } = location;
    await order.place({ subOrderType, planNo, serviceClass, qualification, infrastructure, contact }, freshUntil);
    await order.book(input.appointment);
    await order.follow();
    await order.verifyService({ status: 'active', planNo });

    if (input.welcomeEmail ?? true) await sendWelcomeEmail(order);
    if (upgradeToPlanNo !== undefined) return upgrade(order, input, upgradeToPlanNo);
    return order.complete(`The service is active on plan ${planNo}`);
  });
}

async function findLocation(order: Order, address: ActivateInput['address']): Promise<{ locationId: string }> {
  if ('locationId' in address) return address;
  return order.step('Find the location', () => addresses.find(address));
}

type Choice = Awaited<ReturnType<typeof chooseInfrastructure>>;

/** inferred: no visit is needed. */
const NO_VISIT = 'nbn-no-action';

/** A service to be taken over, or a visit, where there was none before. */
function promisesLess(choice: Choice, first: Choice): boolean {
  const { installOption } = choice.infrastructure;
  const visit = installOption !== first.infrastructure.installOption && installOption !== NO_VISIT;
  return visit || (first.subOrderType === 'New' && choice.subOrderType !== 'New');
}

/** A later qualification may offer less than the first one did. A person who retries accepts that. */
function keepsPromise(order: Order, choice: Choice): Promise<void> {
  const first = order.keptOr('promise', choice);
  order.keep('promise', choice);
  return promisesLess(choice, first) ? Promise.reject(promiseChanged(choice, first)) : Promise.resolve();
}

function promiseChanged(choice: Choice, first: Choice): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'OrderRejected' satisfies FailureType,
    message:
      `The location offers less than when the order began. It was ${first.subOrderType} (${first.why}); ` +
      `now it is ${choice.subOrderType} (${choice.why}). A retry accepts that.`,
    details: [{ code: 'promiseChanged' } satisfies FailureDetails],
  });
}

async function checkPlans(
  order: Order,
  { planNo, upgradeToPlanNo }: ActivateInput,
  { locationId, availablePlans }: Awaited<ReturnType<typeof qualifications.check>>,
  { generation }: Choice,
): Promise<void> {
  const wanted = { groupNo: order.groupNo, at: { locationId, availablePlans } };
  await order.step('Check the plan', () => plans.assertOffered({ ...wanted, planNo, generation }));
  if (upgradeToPlanNo === undefined) return;
  await order.step('Check the plan to upgrade to', () =>
    plans.assertOffered({ ...wanted, planNo: upgradeToPlanNo, field: 'upgradeToPlanNo' }),
  );
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

/** The second step: the connection stays whatever happens to it. */
async function upgrade(order: Order, { custReqDate }: ActivateInput, planNo: number): Promise<OrderResult> {
  const reference = `${order.reference}.upgrade`;
  const workflowId = workflowIdOf(reference);
  const { groupNo, custNo } = order.customer;
  order.note(`Connected; now to plan ${planNo}, as order ${reference}`);
  // The upgrade takes the customer itself.
  await order.releaseServices();
  try {
    await CancellationScope.nonCancellable(() =>
      executeChild(planChange, {
        workflowId,
        args: [{ reference, groupNo, service: { custNo }, planNo, custReqDate, onFallout: 'fail' }],
        staticSummary: `Upgrade of ${order.reference} to plan ${planNo}`,
        // Octane goes on with an order that it has, whatever happens to this workflow.
        parentClosePolicy: ParentClosePolicy.ABANDON,
      }),
    );
    return order.complete(`The service is active on plan ${planNo}`);
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      // This order may have started it before it was reset.
      const isOurs = await CancellationScope.nonCancellable(() => upgrades.isOurs({ workflowId, custNo }));
      return order.complete(
        isOurs
          ? `Connected; the upgrade to plan ${planNo} goes on as order ${reference}`
          : `Connected, but not upgraded to plan ${planNo}: the reference ${reference} stands for another order`,
        'partial',
      );
    }
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
    return order.complete(`Connected, but the upgrade to plan ${planNo} failed: ${why}`, 'partial');
  }
}
