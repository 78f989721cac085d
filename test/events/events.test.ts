import type { OrderHandle } from '../../client/index.ts';
import { deliveryIdOf, DELIVERY_MESSAGES } from '../../contract/event-delivery.ts';
import { eventually } from '../eventually.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { eventsTo, newSecret, startReceiver, type TestReceiver } from './receiver.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Those that a plan change goes through. */
const STATES = ['placing', 'acknowledged', 'inProgress', 'settling', 'completed'];

let receiver: TestReceiver;
let stack: Stack;

beforeEach(async () => {
  receiver = await startReceiver();
  stack = await start(eventsTo(receiver));
});

function start(events: Record<string, unknown>): Promise<Stack> {
  return startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' }, config: { events } });
}

async function restartWith(events: Record<string, unknown>): Promise<void> {
  await stack.stop();
  stack = await start(events);
}

afterEach(async () => {
  await stack?.stop();
  await receiver?.close();
});

/** What the receiver has taken of an order, once its end is among it. */
async function untilEnded({ reference }: { reference: string }): Promise<{ type: string; state: string }[]> {
  return eventually(async () => {
    const events = receiver
      .taken()
      .flatMap(({ event: { type, data } }) => (data.reference === reference ? [{ type, state: data.state }] : []));
    if (events.some(({ type }) => type === 'order.ended')) return events;
    await stack.env.sleep('1 hour');
    return undefined;
  });
}

function sequences(): number[] {
  return receiver.taken().map(({ event }) => event.data.sequence);
}

async function eventsInHistory(order: OrderHandle): Promise<number> {
  const { events } = await stack.client.workflow.getHandle(order.workflowId).fetchHistory();
  return (events ?? []).filter(
    ({ markerRecordedEventAttributes: marker, activityTaskScheduledEventAttributes: activity }) =>
      activity?.activityType?.name === 'publishEvents' ||
      new TextDecoder()
        .decode(marker?.details?.['data']?.payloads?.[0]?.data ?? new Uint8Array())
        .includes('publishEvents'),
  ).length;
}

describe('a receiver', () => {
  test('is told of each change of an order, in order, signed, with nothing personal and a link', async () => {
    const order = await stack.orders.start('planChange', planChangeInput());
    await order.result();
    const events = await untilEnded(order);
    expect(events.map(({ state }) => state)).toEqual(STATES);
    expect(events.map(({ type }) => type)).toEqual([...Array<string>(4).fill('order.stateChanged'), 'order.ended']);
    expect(sequences()).toEqual(sequences().toSorted((one, other) => one - other));
    expect(receiver.received.every(({ isGenuine }) => isGenuine)).toBe(true);
    const [last] = receiver.taken().slice(-1);
    expect(last?.event).toEqual({
      type: 'order.ended',
      timestamp: expect.any(String) as string,
      data: {
        reference: order.reference,
        flow: 'planChange',
        sequence: expect.any(Number) as number,
        state: 'completed',
        orderId: expect.any(String) as string,
        inJeopardy: false,
        url: `https://orders.example.net/v1/orders/${order.reference}`,
      },
    });
    expect(await eventsInHistory(order)).toBeLessThanOrEqual(events.length);
  });

  test('that is dead for three days gets every event once it is back, in order, each with its own id', async () => {
    receiver.answer({ status: 503 });
    const order = await stack.orders.start('planChange', planChangeInput());
    await order.result();
    const [first] = receiver.received;
    const diedAt = Date.parse(first?.event.timestamp ?? '');
    await stack.env.sleep(diedAt + 3 * DAY - (await stack.env.currentTimeMs()));
    expect(receiver.taken()).toEqual([]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    receiver.answer({ status: 204 });
    const events = await untilEnded(order);
    expect(events.map(({ state }) => state)).toEqual(STATES);
    expect(sequences()).toEqual(sequences().toSorted((one, other) => one - other));
    expect(new Set(sequences()).size).toBe(events.length);
  });

  test('that is dead for longer gets every event when it is asked for, or with the next change of the order', async () => {
    receiver.answer({ status: 503 });
    const order = await stack.orders.start('planChange', planChangeInput());
    await order.result();
    const delivery = stack.client.workflow.getHandle(deliveryIdOf({ receiver: 'crm', reference: order.reference }));
    const isWaitingForNoAttempt = async () => {
      await stack.env.sleep('1 day');
      const { raw } = await delivery.describe();
      return (raw.pendingActivities ?? []).length === 0 || undefined;
    };
    await eventually(isWaitingForNoAttempt);
    expect((await delivery.describe()).status.name).toBe('RUNNING');
    receiver.answer({ status: 204 });
    await delivery.signal(DELIVERY_MESSAGES.sendAgain);
    const events = await untilEnded(order);
    expect(events.map(({ state }) => state)).toEqual(STATES);
    await delivery.result();
  });

  test('that says it is gone is not asked again by itself', async () => {
    receiver.answer({ status: 410 });
    const order = await stack.orders.start('planChange', planChangeInput({ onFallout: 'wait', planNo: 1002 }));
    await order.result();
    await stack.env.sleep(DAY);
    // Each change of the order asks once.
    expect(receiver.received.length).toBeLessThanOrEqual(STATES.length);
  });

  test('is left alone for as long as it asks for', async () => {
    receiver.answer({ status: 429, headers: { 'retry-after': String(6 * 3600) } });
    const order = await stack.orders.start('planChange', planChangeInput());
    await order.result();
    const [first] = receiver.received;
    await stack.env.sleep('5 hours');
    const passed = (await stack.env.currentTimeMs()) - Date.parse(first?.event.timestamp ?? '');
    // By the plan of Standard Webhooks it would be asked five times in three hours.
    expect(receiver.received.length).toBeLessThanOrEqual(1 + Math.floor(passed / (6 * HOUR)));
    receiver.answer({ status: 204 });
    await untilEnded(order);
  });

  test('refuses nothing while its secret is changed', async () => {
    const [old, next] = [newSecret(), newSecret()];
    await receiver.writeSecrets([old]);
    receiver.knows(old);
    const told = async () => {
      const order = await stack.orders.start('planChange', planChangeInput());
      await order.result();
      await untilEnded(order);
    };
    await told();
    await receiver.writeSecrets([next, old]);
    await told();
    receiver.knows(next);
    await told();
    await receiver.writeSecrets([next]);
    await told();
    expect(receiver.received.map(({ isGenuine }) => isGenuine)).not.toContain(false);
  });

  test('is told of a fallout with its code, of the jeopardy, and of the decision', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ onFallout: 'wait', planNo: 4_242 }));
    await eventually(async () => (await order.progress()).fallout);
    await eventually(async () => {
      await stack.env.sleep('1 day');
      return receiver.taken().some(({ event }) => event.type === 'order.jeopardy') || undefined;
    });
    await order.resolve({ action: 'retry', input: { planNo: 1002 }, by: 'Test', reason: 'a typing error' });
    await order.result();
    await untilEnded(order);
    const taken = receiver.taken().map(({ event }) => event);
    expect(taken.find(({ type }) => type === 'order.fallout')?.data).toMatchObject({
      state: 'fallout',
      falloutCode: 'checkFailed',
    });
    expect(taken.find(({ type }) => type === 'order.jeopardy')?.data).toMatchObject({
      state: 'fallout',
      inJeopardy: true,
      dueDate: expect.any(String) as string,
    });
    expect(taken.map(({ data }) => data.state).slice(-STATES.length + 1)).toEqual(STATES.slice(1));
  });

  test('is told when an appointment was moved', async () => {
    const order = await stack.orders.start('activate', activateInput({ address: { locationId: 'LOC380100010001' } }));
    await eventually(async () => (await order.progress()).orderStatus);
    const booked = await order.reschedule({ by: 'Test', reason: 'the customer is away', slotType: 'PM' });
    const { event } = await eventually(async () => {
      await stack.env.sleep('1 hour');
      return receiver.taken().findLast(({ event: { type } }) => type === 'order.appointment');
    });
    expect(event.data.appointment?.startTime).toBe(booked.startTime);
  });

  test('is told of an enquiry too', async () => {
    const input = { reference: 'T-enquiry', service: { custNo: 100004 } };
    const order = await stack.orders.start('serviceHealthCheck', input);
    await order.result();
    expect((await untilEnded(order)).map(({ state }) => state)).toEqual(['placing', 'inProgress', 'completed']);
  });

  test('with a private address that is not allowed is never connected to', async () => {
    await restartWith({ ...eventsTo(receiver), allowedAddresses: ['10.0.0.0/8'] });
    const order = await stack.orders.start('planChange', planChangeInput());
    await order.result();
    const delivery = stack.client.workflow.getHandle(deliveryIdOf({ receiver: 'crm', reference: order.reference }));
    const why = await eventually(async () => {
      const { raw } = await delivery.describe();
      return raw.pendingActivities?.[0]?.lastFailure?.message;
    });
    expect(why).toContain('its address is private');
    expect(receiver.received).toEqual([]);
  });
});

test('where there is no receiver an order has no event for it in its history', async () => {
  await restartWith({});
  const order = await stack.orders.start('planChange', planChangeInput());
  await order.result();
  expect(await eventsInHistory(order)).toBe(0);
});
