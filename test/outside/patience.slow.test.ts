import type { OrderHandle } from '../../client/index.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { failureOf } from '../flows/failure.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';

const HOUR = 3_600_000;

let stack: Stack;

beforeEach(async () => {
  stack = await startTimeSkippingStack();
});

afterEach(async () => {
  await stack?.stop();
});

/** Waits for the order to fail. @returns after how many hours. */
async function hoursUntilFailed(order: OrderHandle): Promise<number> {
  await failureOf(order);
  const { startTime, closeTime } = await stack.client.workflow.getHandle(order.workflowId).describe();
  return ((closeTime?.getTime() ?? Infinity) - startTime.getTime()) / HOUR;
}

test.each(['createActivationOrder', 'qualifyService'] as const)(
  'an activation is given up after a day, however often it has qualified anew, when %s answers 429',
  async (operation) => {
    stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 429, operations: [operation] }] });
    const hours = await hoursUntilFailed(await stack.orders.start('activate', activateInput()));
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(26);
  },
);

test('a plan change is given up after a day, too', async () => {
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 429, operations: ['createModificationOrder'] }] });
  const hours = await hoursUntilFailed(await stack.orders.start('planChange', planChangeInput()));
  expect(hours).toBeLessThan(26);
});
