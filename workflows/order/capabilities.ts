import {
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { LocalActivities, OctaneActivities } from '../../activities/activities.ts';
import type { EventActivities } from '../../activities/events.ts';
import type { WaitingActivities } from '../../activities/octane-outage.ts';
import type { ServiceClaim, ServiceLockActivities } from '../../activities/service-locks.ts';
import type { OrderEvent } from '../../contract/events.ts';
import type { FailureDetails } from '../../contract/failures.ts';
import { escapeMarkdown } from '../../contract/markdown.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { PRIORITIES } from '../../contract/priorities.ts';
import { waitIdOf } from '../../contract/service-lock.ts';
import { oneAtATime } from './handler-turns.ts';

/*
 * What a workflow may ask for, each with its timeouts and the name that the Web UI shows. One attempt may take a minute, which
 * is longer than the HTTP client waits (see worker/configuration.ts), so that the client's own error arrives first.
 */
const ATTEMPT = '1 minute';

/** Growing, capped: an outage of hours means a call each ten minutes, not thousands. */
const RETRY = { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' } as const;

function octane(priorityKey: number, options: ActivityOptions) {
  return proxyActivities<OctaneActivities>({
    taskQueue: TASK_QUEUES.octane,
    startToCloseTimeout: ATTEMPT,
    retry: RETRY,
    // The fairness key is the workflow's, which its activities inherit.
    priority: { priorityKey },
    ...options,
  });
}

/** Steps before the placing: given up after a day, while the customer's wish is still fresh. */
const placing = octane(PRIORITIES.placing, { scheduleToCloseTimeout: '1 day' });
/** Two calls in a row, each as long as the HTTP client waits; no longer, because the order waits so long for a worker that was killed. */
const placingInTwoCalls = octane(PRIORITIES.placing, {
  scheduleToCloseTimeout: '1 day',
  startToCloseTimeout: '2 minutes',
});
/** Several calls in a row, each as long as the HTTP client waits. */
const placingInSeveralCalls = octane(PRIORITIES.placing, {
  scheduleToCloseTimeout: '1 day',
  startToCloseTimeout: '10 minutes',
});
/** A creation: one attempt, which may search and create, after which the workflow decides. */
const creating = octane(PRIORITIES.placing, { retry: { maximumAttempts: 1 }, startToCloseTimeout: '2 minutes' });
/** No limit but the order's own end; the delay between attempts comes with each failure (activities/orders.ts). */
const following = octane(PRIORITIES.poll, { retry: { initialInterval: '1 minute', backoffCoefficient: 1 } });
/** Steps after Octane is done: the service may lag behind its order, but not for long. */
const settling = octane(PRIORITIES.other, { scheduleToCloseTimeout: '1 hour' });
/** Asked for by a person who waits for the answer. */
const answering = octane(PRIORITIES.answer, { scheduleToCloseTimeout: '2 minutes', startToCloseTimeout: '2 minutes' });
/** A diagnostic test takes minutes; one that never ends is given up after a day. */
const testing = octane(PRIORITIES.other, {
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '30 seconds', backoffCoefficient: 1 },
});

const { awaitOctane } = proxyActivities<WaitingActivities>({ startToCloseTimeout: '10 seconds', retry: RETRY });

/** As long as it takes; the delay between attempts comes with each failure (activities/service-locks.ts). */
const { awaitService } = proxyActivities<ServiceLockActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 1 },
});
/** A claim that takes longer is left to `awaitService`, so that no update has to wait for it. */
const { claimService } = proxyLocalActivities<ServiceLockActivities>({
  startToCloseTimeout: '4 seconds',
  retry: { maximumAttempts: 1 },
});
/** A lock that cannot be told for so long notices by itself that its holder has ended. */
const { releaseService } = proxyLocalActivities<ServiceLockActivities>({
  startToCloseTimeout: '2 seconds',
  scheduleToCloseTimeout: '4 seconds',
});

const PUBLISH = { startToCloseTimeout: '2 seconds' } as const;
/** Short, because updates wait for it. */
const publishing = proxyLocalActivities<EventActivities>({ ...PUBLISH, retry: { maximumAttempts: 1 } });
/** Where Temporal is there but does not take the events at once: updates need not wait, and the order does not for long. */
const publishingLater = proxyActivities<EventActivities>({
  ...PUBLISH,
  scheduleToCloseTimeout: '5 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** What receivers are told of an order. */
export const events = {
  publish: async (pending: OrderEvent[]): Promise<void> => {
    const options = { summary: `Publish ${pending.map(({ type }) => type).join(', ')}` };
    try {
      await oneAtATime(() => publishing.publishEvents.executeWithOptions(options, [pending]));
    } catch {
      await publishingLater.publishEvents.executeWithOptions(options, [pending]);
    }
  },
} as const;

/** One order at a time for a service. */
export const serviceLocks = {
  claim: (wanted: ServiceClaim) =>
    oneAtATime(() => claimService.executeWithOptions({ summary: `Is ${wanted.service} free?` }, [wanted])),
  await: (wanted: ServiceClaim) =>
    awaitService.executeWithOptions({ activityId: waitIdOf(wanted.service), summary: `Wait for ${wanted.service}` }, [
      wanted,
    ]),
  release: (held: ServiceClaim) =>
    oneAtATime(() => releaseService.executeWithOptions({ summary: `Release ${held.service}` }, [held])),
} as const;

/**
 * Waits while all of Octane is away, without an event in the history for each time it asks.
 *
 * @param patience - Milliseconds.
 * @throws ActivityFailure when it is away for longer than that.
 */
export function octaneIsBack(patience: number): Promise<void> {
  const options = { summary: 'Wait for Octane', scheduleToCloseTimeout: patience };
  return awaitOctane.executeWithOptions(options, []);
}

/** A step with little patience, which it must not lose while all of Octane is away: it begins anew after that. */
async function afterOutages<T>(step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isHeldBack(error)) throw error;
      await octaneIsBack(LONGEST_OUTAGE);
    }
  }
}

const LONGEST_OUTAGE = 24 * 3_600_000;

function isHeldBack(error: unknown): boolean {
  if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) return false;
  const { heldBack }: FailureDetails = error.cause.details?.[0] ?? {};
  return heldBack === true;
}

type Capability<Name extends keyof OctaneActivities> = (
  input: Parameters<OctaneActivities[Name]>[0],
) => ReturnType<OctaneActivities[Name]>;

const local = proxyLocalActivities<LocalActivities>({ startToCloseTimeout: '10 seconds' });

/** The second step of an activation, which is an order of its own. */
export const upgrades: { isOurs: LocalActivities['isOwnUpgrade'] } = {
  isOurs: (upgrade) =>
    oneAtATime(() => local.isOwnUpgrade.executeWithOptions({ summary: 'Whose upgrade is it?' }, [upgrade])),
};

/** A handler may ask too, so the flow has to ask {@link oneAtATime}. */
export const validateOrder: LocalActivities['validateOrder'] = (order) =>
  local.validateOrder.executeWithOptions({ summary: 'Check the input' }, [order]);

export const chooseInfrastructure: LocalActivities['chooseInfrastructure'] = (offer) =>
  oneAtATime(() => local.chooseInfrastructure.executeWithOptions({ summary: 'Choose the infrastructure' }, [offer]));

export const assessJeopardy: LocalActivities['assessJeopardy'] = (phase) =>
  oneAtATime(() => local.assessJeopardy.executeWithOptions({ summary: 'Is it overdue?' }, [phase]));

export const plans: { assertOffered: Capability<'assertPlanOffered'> } = {
  assertOffered: (wanted) =>
    placing.assertPlanOffered.executeWithOptions({ summary: `Is plan ${wanted.planNo} offered?` }, [wanted]),
};

export const addresses: { find: Capability<'findLocation'> } = {
  find: (address) => placing.findLocation.executeWithOptions({ summary: 'Find the location' }, [address]),
};

export const qualifications: { check: Capability<'qualifyService'> } = {
  check: (location) => placing.qualifyService.executeWithOptions({ summary: 'Qualify the location' }, [location]),
};

export const services: { find: Capability<'findService'>; verify: Capability<'verifyService'> } = {
  find: (wanted) =>
    placingInTwoCalls.findService.executeWithOptions({ summary: `Find the ${wanted.from.status} service` }, [wanted]),
  verify: (expected) =>
    afterOutages(() =>
      settling.verifyService.executeWithOptions({ summary: `Is the service ${expected.goal.status}?` }, [expected]),
    ),
};

export const orders: {
  place: Capability<'placeOrder'>;
  follow: Capability<'followOrder'>;
  cancel: Capability<'cancelOrder'>;
  assertAdoptable: Capability<'assertAdoptable'>;
} = {
  place: (order) =>
    creating.placeOrder.executeWithOptions({ summary: `Place the ${order.request.subOrderType} order` }, [order]),
  follow: (order) =>
    following.followOrder.executeWithOptions(
      { summary: `Wait for order ${order.orderId} to leave "${escapeMarkdown(order.seen?.orderStatus ?? 'placed')}"` },
      [order],
    ),
  cancel: (order) => answering.cancelOrder.executeWithOptions({ summary: `Withdraw order ${order.orderId}` }, [order]),
  assertAdoptable: (candidate) =>
    answering.assertAdoptable.executeWithOptions({ summary: `Can it be order ${candidate.orderId}?` }, [candidate]),
};

export const earlierRuns: {
  findLeftBehind: Capability<'findLeftBehind'>;
  findLeftBehindNow: Capability<'findLeftBehind'>;
} = {
  findLeftBehind: (order) =>
    placing.findLeftBehind.executeWithOptions({ summary: 'Did an earlier run place it?' }, [order]),
  findLeftBehindNow: (order) =>
    answering.findLeftBehind.executeWithOptions({ summary: 'Did an earlier run place it?' }, [order]),
};

export const appointments: { book: Capability<'bookAppointment'>; rebook: Capability<'bookAppointment'> } = {
  book: (wish) => placingInSeveralCalls.bookAppointment.executeWithOptions({ summary: 'Book the appointment' }, [wish]),
  rebook: (wish) => answering.bookAppointment.executeWithOptions({ summary: 'Move the appointment' }, [wish]),
};

export const customers: {
  add: Capability<'addCustomer'>;
  disconnectWithoutServices: Capability<'disconnectCustomerWithoutServices'>;
  sendWelcomeEmail: Capability<'sendWelcomeEmail'>;
} = {
  add: (wanted) => creating.addCustomer.executeWithOptions({ summary: 'Add the customer' }, [wanted]),
  disconnectWithoutServices: (customer) =>
    afterOutages(() =>
      settling.disconnectCustomerWithoutServices.executeWithOptions({ summary: 'Was it the last service?' }, [
        customer,
      ]),
    ),
  sendWelcomeEmail: (customer) =>
    afterOutages(() => settling.sendWelcomeEmail.executeWithOptions({ summary: 'Send the welcome email' }, [customer])),
};

export const enquiries: {
  assertTestAvailable: Capability<'assertTestAvailable'>;
  create: Capability<'createEnquiry'>;
  follow: Capability<'followEnquiry'>;
} = {
  assertTestAvailable: (test) =>
    placing.assertTestAvailable.executeWithOptions({ summary: `Is ${test.testType} available?` }, [test]),
  create: (request) =>
    placing.createEnquiry.executeWithOptions({ summary: `Begin the ${request.enquiryType}` }, [request]),
  follow: (enquiry) =>
    testing.followEnquiry.executeWithOptions({ summary: `Wait for enquiry ${enquiry.enquiryId}` }, [enquiry]),
};
