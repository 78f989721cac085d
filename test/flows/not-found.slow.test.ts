import type { OrderHandle } from '../../client/index.ts';
import { eventually } from '../eventually.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { planChangeInput } from './inputs.ts';

const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };
/** Lasts for months. */
const SLOW = 990003;

let stack: Stack;
let order: OrderHandle;
let orderId: string;

beforeEach(async () => {
  stack = await startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' } });
  // A Monday noon in Sydney.
  await stack.env.sleep(Date.parse('2035-05-07T12:00:00+10:00') - (await stack.env.currentTimeMs()));
  const input = planChangeInput({ service: { custNo: SLOW }, onFallout: 'wait' });
  order = await stack.orders.start('planChange', input);
  await eventually(async () => (await order.progress()).orderStatus);
  orderId = (await order.progress()).orderId ?? '';
});

afterEach(async () => {
  await stack?.stop();
});

function answersWith(httpStatus: number): void {
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus, operations: ['getOrder'] }] });
}

const polls = () => stack.sandbox.records.calls.of('getOrder', { orderId });

/** Skips time until the order asks. */
function untilAsked(since = '') {
  return eventually(async () => {
    await stack.env.sleep('6 hours');
    const { fallout } = await order.progress();
    return fallout !== undefined && fallout.since > since ? fallout : undefined;
  });
}

describe('an order that Octane does not find any more', () => {
  test('is polled for a day, before a person is asked', async () => {
    answersWith(404);
    await stack.env.sleep('20 hours');
    expect(await order.progress()).toMatchObject({ state: 'acknowledged' });
    const fallout = await untilAsked();
    expect(fallout).toMatchObject({
      code: 'orderNotFound',
      step: 'Follow the order',
      sentence: expect.stringContaining(orderId),
    });
    expect(fallout.choices.map(({ action }) => action)).toEqual(['retry', 'adopt', 'abandon']);

    await order.resolve({ ...ASKED, action: 'abandon' });
    const failure = await failureOf(order);
    expect(failure).toMatchObject({ type: 'OrderAbandoned', details: { code: 'orderNotFound', orderId } });
  });

  test('is polled on when a person says so, and asks again after another day', async () => {
    answersWith(404);
    const { since } = await untilAsked();
    const before = polls();
    await order.resolve({ ...ASKED, action: 'retry' });
    const again = await untilAsked(since);
    expect(again.code).toBe('orderNotFound');
    expect(Date.parse(again.since) - Date.parse(since)).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(polls() - before).toBeGreaterThan(5);

    stack.sandbox.faults.clear();
    await order.resolve({ ...ASKED, action: 'retry' });
    expect(await order.result()).toMatchObject({ state: 'completed', orderId });
    expect(stack.sandbox.records.calls.createsFor(SLOW)).toBe(1);
  });
});

test('an order that cannot be read for weeks is overdue all the same, and followed on', async () => {
  answersWith(500);
  await stack.env.sleep('7 days');
  expect(await order.progress()).toMatchObject({ state: 'acknowledged', inJeopardy: true });
  const { timeline } = await order.progress();
  expect(timeline.filter(({ text }) => text.startsWith('Escalated'))).toHaveLength(1);
  const before = polls();
  await stack.env.sleep('7 days');
  expect(polls()).toBeGreaterThan(before);
  stack.sandbox.faults.clear();
  expect(await order.result()).toMatchObject({ state: 'completed', orderId });
});
