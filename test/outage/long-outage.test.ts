import type { OrderHandle } from '../../client/index.ts';
import { OCTANE_OUTAGE } from '../../contract/names.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startTimeSkippingStack({ customers: 20 });
});

afterAll(async () => {
  await stack?.stop();
});

/** Plan changes that go on for years: on the time-skipping server an order that ends would hold the others up (docs/architecture.md). */
function orders(from: number, count: number): Promise<OrderHandle[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      stack.orders.start(
        'planChange',
        planChangeInput({ service: { custNo: from + index }, custReqDate: '2040-01-01T00:00:00Z' }),
      ),
    ),
  );
}

/** How many orders Octane has of each of so many customers. */
function placed(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => stack.sandbox.books.ordersOf(from + index).length);
}

const allOnce = (counts: number[]) => Promise.resolve(counts.every((count) => count === 1) || undefined);

/** Failures until calls are held back; then probes: at once, after 5, 10, … 160 seconds, and every 5 minutes for the rest of six hours. */
const CALLS = 5 + 7 + Math.floor((6 * 3600 - 315) / 300);

test('six hours without Octane cost no more calls than its probes, no order fails, and each is placed once', async () => {
  const { faults } = stack.sandbox;
  const before = await orders(100001, 10);
  await eventually(() => allOnce(placed(100001, 10)));
  faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  const during = await orders(100011, 10);
  const outage = stack.client.workflow.getHandle(OCTANE_OUTAGE.workflowId);
  await eventually(() => outage.describe().catch(() => undefined));

  await stack.env.sleep('6h');
  expect(faults.log.length).toBeLessThanOrEqual(1.1 * CALLS);

  faults.clear();
  await eventually(async () => {
    await stack.env.sleep('10m');
    return allOnce(placed(100011, 10));
  });
  expect((await outage.describe()).status.name).toBe('COMPLETED');
  await eventually(async () => {
    const states = await Promise.all([...before, ...during].map(async (order) => (await order.progress()).state));
    return states.every((state) => state === 'acknowledged') || undefined;
  });
  expect(placed(100001, 20)).toEqual(Array(20).fill(1));
});
