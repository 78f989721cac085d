import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { planChangeInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startTimeSkippingStack();
});

afterAll(async () => {
  await stack?.stop();
});

test.each([
  { custNo: 990005, name: 'the answer is lost after the order was stored', stored: 1 },
  { custNo: 990010, name: 'the request is lost before anything is stored', stored: 0 },
  { custNo: 990019, name: 'the answer is cut off', stored: 1 },
  { custNo: 990009, name: 'a maintenance page comes instead of an answer', stored: 0 },
  { custNo: 990016, name: 'Octane fails with HTTP 500', stored: 0 },
])('a create is never sent twice when $name', async ({ custNo, stored }) => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
  const failure = await failureOf(order);
  expect(failure.details).toMatchObject({ outcome: 'unknown', reference: order.reference });
  expect(failure.message).toContain('It was not sent again');
  expect(stack.sandbox.books.calls.createsFor(custNo)).toBe(1);
  expect(stack.sandbox.books.ordersOf(custNo)).toHaveLength(stored);
});

test('a validation error in an HTTP 200 ends the order as refused, at once', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990008 } }));
  const failure = await failureOf(order);
  expect(failure.type).toBe('OctaneRefused');
  expect(failure.details).toMatchObject({ outcome: 'refused', operation: 'createModificationOrder' });
  expect(stack.sandbox.books.calls.createsFor(990008)).toBe(1);
  expect(stack.sandbox.books.ordersOf(990008)).toHaveLength(0);
});
