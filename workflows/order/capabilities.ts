import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { LocalActivities, OctaneActivities } from '../../activities/activities.ts';
import { TASK_QUEUES } from '../../contract/names.ts';

/*
 * What a workflow may ask for, each with its timeouts and the name that the Web UI shows. One attempt may take a minute, which
 * is longer than the HTTP client waits (see worker/configuration.ts), so that the client's own error arrives first.
 */
const ATTEMPT = '1 minute';

/** Growing, capped: an outage of hours means a call each ten minutes, not thousands. */
const RETRY = { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' } as const;

const local = proxyLocalActivities<LocalActivities>({ startToCloseTimeout: '10 seconds' });

function octane(options: ActivityOptions) {
  return proxyActivities<OctaneActivities>({
    taskQueue: TASK_QUEUES.octane,
    startToCloseTimeout: ATTEMPT,
    retry: RETRY,
    ...options,
  });
}

/** Steps before and at the placing: given up after a day, while the customer's wish is still fresh. */
const placing = octane({
  scheduleToCloseTimeout: '1 day',
  // A cancellation waits for the running attempt: its answer tells whether there is an order.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
/** No limit but the order's own end; the delay between attempts comes with each failure (activities/orders.ts). */
const following = octane({ retry: { initialInterval: '1 minute', backoffCoefficient: 1 } });
/** Steps after Octane is done: the service may lag behind its order, but not for long. */
const settling = octane({ scheduleToCloseTimeout: '1 hour' });

type Capability<Name extends keyof OctaneActivities> = (
  input: Parameters<OctaneActivities[Name]>[0],
) => ReturnType<OctaneActivities[Name]>;

export const { validateOrder, chooseInfrastructure } = local;

export const plans: { assertOffered: Capability<'assertPlanOffered'> } = {
  assertOffered: (wanted) =>
    placing.assertPlanOffered.executeWithOptions({ summary: `Is plan ${wanted.planNo} offered?` }, [wanted]),
};

export const qualifications: { check: Capability<'qualifyService'> } = {
  check: (location) => placing.qualifyService.executeWithOptions({ summary: 'Qualify the location' }, [location]),
};

export const services: { find: Capability<'findService'>; verify: Capability<'verifyService'> } = {
  find: (wanted) => placing.findService.executeWithOptions({ summary: `Find the ${wanted.status} service` }, [wanted]),
  verify: (expected) =>
    settling.verifyService.executeWithOptions({ summary: `Is the service ${expected.status}?` }, [expected]),
};

export const orders: { place: Capability<'placeOrder'>; follow: Capability<'followOrder'> } = {
  place: (request) =>
    placing.placeOrder.executeWithOptions({ summary: `Place the ${request.subOrderType} order` }, [request]),
  follow: (order) =>
    following.followOrder.executeWithOptions(
      { summary: `Wait for order ${order.orderId} to leave "${order.seen?.orderStatus ?? 'placed'}"` },
      [order],
    ),
};

export const customers: {
  disconnectWithoutServices: Capability<'disconnectCustomerWithoutServices'>;
  sendWelcomeEmail: Capability<'sendWelcomeEmail'>;
} = {
  disconnectWithoutServices: (customer) =>
    settling.disconnectCustomerWithoutServices.executeWithOptions({ summary: 'Was it the last service?' }, [customer]),
  sendWelcomeEmail: (customer) =>
    settling.sendWelcomeEmail.executeWithOptions({ summary: 'Send the welcome email' }, [customer]),
};
