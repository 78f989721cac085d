import { defaultPayloadConverter } from '@temporalio/common';
import type { OrderToFollow } from '../../activities/orders.ts';
import { UpdateRefused, type OrderHandle } from '../../client/index.ts';
import type { ActivateInput } from '../../contract/inputs.ts';
import { eventually } from '../eventually.ts';
import { said, testedPersonality } from '../personality.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { activateInput, planChangeInput } from './inputs.ts';

const ASKED = { by: 'Test', reason: 'the customer is away' };
const HOUR = 3_600_000;

let stack: Stack;

beforeEach(async () => {
  stack = await startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' } });
});

afterEach(async () => {
  await stack?.stop();
});

/** An activation that Octane has, with a technician's visit. */
async function activationWithVisit(changes: Partial<ActivateInput> = {}): Promise<OrderHandle> {
  const input = activateInput({ address: { locationId: 'LOC380100010001' }, ...changes });
  const order = await stack.orders.start('activate', input);
  await eventually(async () => (await order.progress()).orderStatus);
  return order;
}

async function octanesOrder(order: OrderHandle) {
  const { orderId = '' } = await order.progress();
  const found = stack.sandbox.records.order(orderId);
  if (!found) throw new Error(`Octane has no order ${orderId}.`);
  return found;
}

/** When the visit begins; milliseconds since the epoch. */
async function visitOf(order: OrderHandle): Promise<number> {
  const { appointment } = await octanesOrder(order);
  if (!appointment) throw new Error('The order has no appointment.');
  return appointment.startsAt;
}

/** What can be booked in its place, the earliest first. */
async function freeSlots(order: OrderHandle) {
  const { service } = await octanesOrder(order);
  return stack.sandbox.records.slots.free(service.location, 20, await stack.env.currentTimeMs());
}

/** When the visit begins that the looks which wait now are planned around. */
async function visitThatIsFollowed({ workflowId }: OrderHandle): Promise<string | undefined> {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  const scheduled = events?.map((event) => event.activityTaskScheduledEventAttributes);
  const input = scheduled?.findLast((activity) => activity?.activityType?.name === 'followOrder')?.input?.payloads?.[0];
  return input && defaultPayloadConverter.fromPayload<OrderToFollow>(input).appointment?.startTime;
}

const iso = (at: number) => new Date(at).toISOString();

async function skipTo(at: number): Promise<void> {
  await stack.env.sleep(at - (await stack.env.currentTimeMs()));
}

/** Skips time until the order waits for the customer. */
function untilPending(order: OrderHandle) {
  return eventually(async () => {
    await stack.env.sleep('1 day');
    const progress = await order.progress();
    return progress.state === 'pending' ? progress : undefined;
  });
}

/** Why the appointment cannot be moved. */
async function refusal(order: OrderHandle, wish: object): Promise<string> {
  const refused: unknown = await order.reschedule({ ...ASKED, ...wish }).catch((error: unknown) => error);
  if (refused instanceof UpdateRefused) return refused.message;
  throw new Error(`Expected a refusal, but got ${JSON.stringify(refused)}`);
}

async function timelineOf(order: OrderHandle): Promise<string[]> {
  return (await order.progress()).timeline.map(({ text }) => text);
}

/** The id that a booking is known by; the variant's answer names none. */
function booked(appointmentId: string | undefined): unknown {
  return testedPersonality() === 'variant' ? expect.any(String) : appointmentId;
}

describe('the input asks for another time than the earliest', () => {
  test('so the appointment is moved right after the placing', async () => {
    const notBefore = iso((await stack.env.currentTimeMs()) + 10 * 24 * HOUR);
    const order = await activationWithVisit({ appointment: { notBefore, slotType: 'PM' } });
    const { appointment } = await octanesOrder(order);
    expect(appointment).toMatchObject({ slotType: 'PM' });
    const visit = iso(await visitOf(order));
    expect(visit.localeCompare(notBefore)).toBe(1);
    expect(await order.progress()).toMatchObject({
      appointment: { appointmentId: booked(appointment?.appointmentId), startTime: expect.any(String) },
    });
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(new Date(await stack.env.currentTimeMs()).toISOString().localeCompare(visit)).toBe(1);
  });

  test('and when that is lost between listing and booking, the next one is taken', async () => {
    const order = await activationWithVisit({ customer: { custNo: 990022 }, appointment: { slotType: 'AM' } });
    const { orderId, appointment } = await octanesOrder(order);
    expect(appointment).toMatchObject({ slotType: 'AM' });
    expect(stack.sandbox.records.calls.of('bookAppointment', { orderId })).toBe(2);
    expect(await order.progress()).toMatchObject({
      appointment: { appointmentId: booked(appointment?.appointmentId) },
    });
  });
});

describe('a running order', () => {
  test('is moved by time, by half of the day, and to an exact slot', async () => {
    const order = await activationWithVisit();
    const [, , third] = await freeSlots(order);
    const moved = await order.reschedule({ ...ASKED, notBefore: iso(third?.startsAt ?? 0) });
    expect(Date.parse(moved.startTime)).toBe(third?.startsAt);
    expect(await visitOf(order)).toBe(third?.startsAt);

    await order.reschedule({ ...ASKED, slotType: 'PM' });
    expect((await octanesOrder(order)).appointment).toMatchObject({ slotType: 'PM' });

    const last = (await freeSlots(order)).at(-1);
    const exact = await order.reschedule({ ...ASKED, slotId: last?.slotId ?? '' });
    expect((await octanesOrder(order)).appointment).toMatchObject({ slotId: last?.slotId });
    expect(await order.progress()).toMatchObject({ appointment: exact });
    expect(await timelineOf(order)).toContain(`Test moved the appointment to ${exact.startTime}: the customer is away`);
  });

  test('is looked at around its new visit', async () => {
    const order = await activationWithVisit();
    const { startTime } = await order.reschedule({ ...ASKED, slotType: 'PM' });
    await eventually(async () => ((await visitThatIsFollowed(order)) === startTime ? true : undefined));
  });

  test('survives a slot that is lost, but does not take another for an exact one', async () => {
    const order = await activationWithVisit({ customer: { custNo: 990022 } });
    const [first, second] = await freeSlots(order);
    expect(await refusal(order, { slotId: first?.slotId })).toMatch(/is not offered, or not any more, .* Offered: SLT/);
    const { startTime } = await order.reschedule(ASKED);
    expect(Date.parse(startTime)).toBe(second?.startsAt);
  });

  test('is not moved to a slot that is not offered; those that are, are named', async () => {
    const order = await activationWithVisit();
    const [first] = await freeSlots(order);
    const visit = await visitOf(order);
    const why = await refusal(order, { slotId: 'SLT38010001-20200101-AM' });
    expect(why).toContain('Slot SLT38010001-20200101-AM is not offered');
    expect(why).toContain(`Offered: ${first?.slotId}`);
    expect(await visitOf(order)).toBe(visit);
  });

  test('is not moved when the wish is not well-formed', async () => {
    const order = await activationWithVisit();
    const wishes: [wish: object, why: string][] = [
      [{ notbefore: '2026-03-02T00:00:00Z' }, '"notbefore" is not known here'],
      [{ notBefore: '2026-03-02T00:00' }, '"notBefore" must be an ISO 8601 date-time with a zone'],
      [{ slotType: 'noon' }, '"slotType" must be AM or PM'],
      [{ slotId: 5 }, '"slotId" must be text of 1 to 100 characters'],
      [{ by: ' ' }, '"by" is required'],
    ];
    for (const [wish, why] of wishes) expect(await refusal(order, wish)).toContain(why);
    expect(stack.sandbox.records.calls.of('bookAppointment')).toBe(0);
  });

  test('is not moved within the notice period, nor past the point of no return', async () => {
    const order = await activationWithVisit();
    const visit = await visitOf(order);
    await skipTo(visit - 20 * HOUR);
    expect(await refusal(order, {})).toContain('cannot be moved less than 24 hours before it');
    await skipTo(visit + HOUR);
    expect(await refusal(order, {})).toContain('past the point of no return');
    expect(await visitOf(order)).toBe(visit);
    expect(await timelineOf(order)).toContainEqual(
      expect.stringMatching(/^Test asked for another appointment, which was not possible: .*point of no return/),
    );
    expect(await order.result()).toMatchObject({ state: 'completed' });
  });
});

describe('there is nothing to move', () => {
  test('in an order that is no activation', async () => {
    const order = await stack.orders.start('planChange', planChangeInput());
    expect(await refusal(order, {})).toBe('A planChange order has no appointment.');
  });

  test('before the order is placed', async () => {
    const holdUntil = iso((await stack.env.currentTimeMs()) + HOUR);
    const order = await stack.orders.start('activate', activateInput({ holdUntil }));
    expect(await refusal(order, {})).toContain('There is no appointment yet');
  });

  test('without a visit: Octane says so', async () => {
    const order = await activationWithVisit({ address: { locationId: 'LOC380100000993' } });
    expect(await refusal(order, {})).toContain('The order needs no appointment');
  });
});

test('a missed visit waits for the customer, and goes on with another appointment', async () => {
  const order = await activationWithVisit({ customer: { custNo: 990020 } });
  expect(await untilPending(order)).toMatchObject({
    waitingFor: 'customer',
    orderStatus: said('Pending'),
    orderSubStatus: said('Appointment Missed'),
    hint: expect.stringContaining('`reschedule`'),
  });
  const { startTime } = await order.reschedule(ASKED);
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(await order.progress()).not.toHaveProperty('hint');
  expect(await stack.env.currentTimeMs()).toBeGreaterThan(Date.parse(startTime));
});

test('an order that is held for remediation loses its appointment, and afterwards needs another', async () => {
  const order = await activationWithVisit({ customer: { custNo: 990021 } });
  await stack.env.sleep('5 hours');
  await eventually(async () => ((await order.progress()).state === 'held' ? true : undefined));
  expect(await refusal(order, {})).toContain('The order is held');
  expect(await untilPending(order)).toMatchObject({
    orderSubStatus: said('Appointment Required'),
    waitingFor: 'customer',
  });
  await order.reschedule({ ...ASKED, slotType: 'AM' });
  expect(await order.result()).toMatchObject({ state: 'completed' });
});

test('a booking that fails does not leave an order behind, even where the caller wants no fallout', async () => {
  const order = await stack.orders.start('activate', activateInput({ appointment: { slotType: 'AM' } }));
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect((await order.progress()).timeline.map(({ text }) => text).join()).toMatch(
    /stays as Octane made it: .*needs no appointment/,
  );
});
