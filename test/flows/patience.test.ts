import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startTimeSkippingStack();
});

afterAll(async () => {
  await stack?.stop();
});

test('a health check that never ends is given up after a day', async () => {
  const input = { reference: 'T-without-end', service: { custNo: 990029 } };
  const failure = await failureOf(await stack.orders.start('serviceHealthCheck', input));
  expect(failure).toMatchObject({ type: 'OrderFailed', message: expect.stringContaining('is still In Progress') });
});

test('an activation that could not be placed for hours is qualified anew before it is', async () => {
  stack.sandbox.faults.set({
    rules: [{ fault: 'status', httpStatus: 429, retryAfter: '7200', operations: ['createActivationOrder'], calls: 1 }],
  });
  const order = await stack.orders.start('activate', activateInput());
  expect(await order.result()).toMatchObject({ state: 'completed' });
  const { calls } = stack.sandbox.records;
  expect(calls.of('createActivationOrder')).toBe(2);
  expect(calls.of('qualifyService')).toBe(2);
  expect((await order.progress()).timeline.map(({ text }) => text).join()).toContain('too old to order by');
});
