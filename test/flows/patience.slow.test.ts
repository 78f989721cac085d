import type { OrderHandle } from '../../client/index.ts';
import { eventually } from '../eventually.ts';
import { saidOfEnquiry } from '../personality.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput } from './inputs.ts';

const HOUR = 3_600_000;

let stack: Stack;

beforeAll(async () => {
  stack = await startTimeSkippingStack();
});

afterEach(() => {
  stack.sandbox.faults.clear();
});

afterAll(async () => {
  await stack?.stop();
});

/** Octane takes no activations. `retryAfter`: seconds; `calls`: how often, default always. */
function takesNone(retryAfter: number, calls?: number): void {
  stack.sandbox.faults.set({
    rules: [
      {
        fault: 'status',
        httpStatus: 429,
        retryAfter: String(retryAfter),
        operations: ['createActivationOrder'],
        ...(calls !== undefined && { calls }),
      },
    ],
  });
}

/** What Octane was asked since `before`. */
function callsSince(before = { creates: 0, qualifications: 0 }) {
  const { calls } = stack.sandbox.records;
  return {
    creates: calls.of('createActivationOrder') - before.creates,
    qualifications: calls.of('qualifyService') - before.qualifications,
  };
}

async function timelineOf(order: OrderHandle): Promise<string> {
  return (await order.progress()).timeline.map(({ text }) => text).join('\n');
}

test('a health check that never ends is given up after a day', async () => {
  const input = { reference: 'T-without-end', service: { custNo: 990029 } };
  const failure = await failureOf(await stack.orders.start('serviceHealthCheck', input));
  expect(failure).toMatchObject({
    type: 'OrderFailed',
    message: expect.stringContaining(`is still ${saidOfEnquiry('In Progress')}`),
  });
});

test('an activation that could not be placed for hours is qualified anew before it is', async () => {
  const before = callsSince();
  takesNone(7200, 1);
  const order = await stack.orders.start('activate', activateInput());
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(callsSince(before)).toEqual({ creates: 2, qualifications: 2 });
  expect(await timelineOf(order)).toContain('too old to order by');
});

describe('an activation that Octane does not take for days', () => {
  const address = { locationId: 'LOC380100011993' };

  test('fails after a day, however often it was qualified anew meanwhile', async () => {
    const before = callsSince();
    takesNone(600);
    const order = await stack.orders.start('activate', activateInput({ customer: { custNo: 100002 }, address }));
    expect(await failureOf(order)).toMatchObject({ type: 'OctaneUnavailable', details: { httpStatus: 429 } });
    const { startTime, closeTime } = await stack.client.workflow.getHandle(order.workflowId).describe();
    const lasted = (closeTime?.getTime() ?? 0) - startTime.getTime();
    expect(lasted).toBeGreaterThan(20 * HOUR);
    expect(lasted).toBeLessThan(26 * HOUR);
    expect(callsSince(before).qualifications).toBeGreaterThan(5);
  });

  test('has another day when a person says so, and is placed when Octane takes it', async () => {
    takesNone(600);
    const input = activateInput({ customer: { custNo: 100003 }, address, onFallout: 'wait' });
    const order = await stack.orders.start('activate', input);
    const asked = (since = '') =>
      eventually(async () => {
        await stack.env.sleep('4 hours');
        const { fallout } = await order.progress();
        return fallout !== undefined && fallout.since > since ? fallout : undefined;
      });
    const first = await asked();
    expect(first).toMatchObject({ code: 'stepFailed', step: 'Place the order' });
    await stack.env.sleep('2 days');

    const retried = await stack.env.currentTimeMs();
    await order.resolve({ action: 'retry', by: 'Test', reason: 'Octane promised to mend it' });
    const second = await asked(first.since);
    const lasted = Date.parse(second.since) - retried;
    expect(lasted).toBeGreaterThan(20 * HOUR);
    expect(lasted).toBeLessThan(26 * HOUR);

    stack.sandbox.faults.clear();
    await order.resolve({ action: 'retry', by: 'Test', reason: 'it is mended' });
    expect(await order.result()).toMatchObject({ state: 'completed', custNo: 100003 });
    expect(stack.sandbox.records.ordersOf(100003)).toHaveLength(1);
  });
});
