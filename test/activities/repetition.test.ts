import type { Info } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { appointmentActivities } from '../../activities/appointments.ts';
import { customerActivities } from '../../activities/customers.ts';
import { enquiryActivities } from '../../activities/enquiries.ts';
import { octaneErrors } from '../../activities/octane-errors.ts';
import type { OperationName } from '../../octane/operations.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';
import { activation, setUp, type Setup } from '../sandbox/setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

/** Never called: what these activities ask Temporal is answered by {@link NO_VISIBILITY}. */
const client = new Client({ connection: Connection.lazy() });

/** One attempt of an activity, as a worker runs it. */
function attempt<Result>(run: () => Promise<Result>, info: Partial<Info> = {}): Promise<Result> {
  const inTime = { currentAttemptScheduledTimestampMs: Date.now() };
  const environment = new MockActivityEnvironment(
    { ...inTime, ...info },
    { client, interceptors: [() => ({ inbound: octaneErrors() })], logger: new DefaultLogger('ERROR') },
  );
  return environment.run(run);
}

/** The next call of the operation takes effect, and its answer is lost. */
function loseAnswerOf(operation: OperationName): void {
  setup.sandbox.faults.set({ rules: [{ fault: 'reset', when: 'after', operations: [operation], calls: 1 }] });
}

const calls = (operation: OperationName) => setup.sandbox.records.calls.of(operation);
const customers = () =>
  customerActivities(setup.octane, {
    executions: NO_VISIBILITY,
    orderListDelay: 0,
    responseTimeout: 20_000,
    longestResponseTimeout: 20_000,
    onUnknownOutcome: () => undefined,
    onResolution: () => undefined,
  });
const LOST = { type: 'OctaneUnavailable', nonRetryable: false, details: [{ outcome: 'unknown' }] };

describe('a new customer', () => {
  const add = (doubtedAt?: string) =>
    attempt(() =>
      customers().addCustomer({
        groupNo: '123',
        reference: 'SO-1001',
        customer: {
          customerType: 'R',
          givenNames: 'Jane',
          surname: 'Citizen',
          email: 'jane@example.com',
          addressLine1: '1 Sample Street',
          suburb: 'Sampleton',
          state: 'VIC',
          postcode: '3999',
        },
        began: new Date().toISOString(),
        doubtedAt,
        notThese: [],
        mayCreate: true,
        decided: false,
        services: [],
      }),
    );

  test('is added by the first attempt without a search', async () => {
    expect(await add()).toEqual({ is: 'created', id: '100011' });
    expect(calls('listCustomers')).toBe(0);
  });

  test('whose addition was not answered is found again, and not added twice', async () => {
    loseAnswerOf('addCustomer');
    await expect(add()).rejects.toMatchObject(LOST);
    expect(await add(new Date().toISOString())).toEqual({ is: 'found', id: '100011' });
    expect(calls('addCustomer')).toBe(1);
  });
});

describe('a customer without services', () => {
  const customer = { groupNo: '123', custNo: 990018, services: [] };
  const disconnect = () => attempt(() => customers().disconnectCustomerWithoutServices(customer));
  const known = () => {
    const found = setup.sandbox.records.customer(customer.custNo);
    if (!found) throw new Error('The sandbox lost its customer.');
    return found;
  };

  test('is disconnected once, though the answer is lost', async () => {
    loseAnswerOf('updateCustomer');
    await expect(disconnect()).rejects.toMatchObject(LOST);
    expect(await disconnect()).toEqual({ disconnected: true });
    expect(known().customerStatus).toBe('DIS');
    expect(calls('updateCustomer')).toBe(1);
  });

  test('is disconnected when it was suspended', async () => {
    setup.sandbox.records.keepCustomer({ ...known(), customerStatus: 'SUS' });
    expect(await disconnect()).toEqual({ disconnected: true });
    expect(known().customerStatus).toBe('DIS');
  });

  test('is left alone when somebody has terminated it, also between two attempts', async () => {
    setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503, operations: ['updateCustomer'] }] });
    await expect(disconnect()).rejects.toMatchObject({ type: 'OctaneUnavailable' });
    setup.sandbox.faults.clear();
    setup.sandbox.records.keepCustomer({ ...known(), customerStatus: 'TER' });
    expect(await disconnect()).toEqual({ disconnected: false, leftAs: 'TER' });
    expect(known().customerStatus).toBe('TER');
  });

  test('is read again when the answer shows another status than the one that was set', async () => {
    const terminated = JSON.stringify({ ...known(), customerStatus: 'TER' });
    setup.sandbox.faults.set({
      rules: [{ fault: 'answer', body: terminated, operations: ['updateCustomer'], calls: 1 }],
    });
    await expect(disconnect()).rejects.toMatchObject({ type: 'OctaneUnexpectedAnswer', nonRetryable: false });
    expect(await disconnect()).toEqual({ disconnected: true });
  });

  test('is not touched as long as one service is left', async () => {
    const left = { groupNo: '123', custNo: 100001, services: [] };
    const { disconnectCustomerWithoutServices } = customers();
    expect(await attempt(() => disconnectCustomerWithoutServices(left))).toEqual({ disconnected: false });
    expect(calls('updateCustomer')).toBe(0);
  });
});

describe('the welcome email', () => {
  const sendWelcomeEmail = (info?: Partial<Info>) =>
    attempt(() => customers().sendWelcomeEmail({ groupNo: '123', custNo: 100001 }), info);

  test('whose answer was lost is not sent again', async () => {
    loseAnswerOf('sendWelcomeEmail');
    expect(await sendWelcomeEmail()).toEqual({ sent: 'unknown' });
  });

  test('is not sent by an attempt after one whose end is not known', async () => {
    expect(await sendWelcomeEmail({ attempt: 2 })).toEqual({ sent: 'unknown' });
    expect(calls('sendWelcomeEmail')).toBe(0);
  });
});

describe('an order with a visit', () => {
  const place = async () => {
    const qualification = await setup.octane.qualifications.check({ locationId: 'LOC380100010001' });
    return setup.octane.orders.create(activation(qualification, 100001));
  };

  test.each([{ slot: 'an exact slot' }, { slot: 'the first that fits' }])(
    'has one appointment, though the answer to the booking of $slot was lost',
    async ({ slot }) => {
      const { bookAppointment } = appointmentActivities(setup.octane);
      const orderId = await place();
      const { timeslots } = await setup.octane.appointments.timeslots({ orderId });
      const slotId = timeslots[1]?.slotId ?? '';
      const wish = slot === 'an exact slot' ? { orderId, slotId } : { orderId, notBefore: timeslots[1]?.startTime };
      loseAnswerOf('bookAppointment');
      await expect(attempt(() => bookAppointment(wish))).rejects.toMatchObject(LOST);
      const booked = setup.sandbox.records.order(orderId)?.appointment;
      expect(booked?.slotId).toBe(slotId);
      // As Temporal hands on what the attempt before left.
      const second = await attempt(() => bookAppointment(wish), { attempt: 2, heartbeatDetails: { slotId } });
      expect(second.appointmentId).toBe(booked?.appointmentId);
      expect(setup.sandbox.records.order(orderId)?.appointment?.slotId).toBe(slotId);
    },
  );

  test('is withdrawn once, though the answer was lost', async () => {
    const orderId = await place();
    loseAnswerOf('cancelOrder');
    await expect(setup.octane.orders.cancel(orderId)).rejects.toMatchObject({ outcome: 'unknown' });
    await setup.octane.orders.cancel(orderId);
    setup.clock.advance('1 h');
    expect((await setup.octane.orders.get(orderId)).orderStatus).toBe('Cancelled');
  });
});

test('a health check whose answer was lost is begun again', async () => {
  const { createEnquiry } = enquiryActivities(setup.octane, { pollInterval: 1000 });
  const request = { enquiryType: 'ServiceHealthCheck', custNo: 100001, lineSeqNo: 1 } as const;
  loseAnswerOf('createEnquiry');
  await expect(attempt(() => createEnquiry(request))).rejects.toMatchObject(LOST);
  expect(await attempt(() => createEnquiry(request))).toEqual({ enquiryId: '7000002' });
});
