import type { OrderHandle } from '../../client/index.ts';
import { OCTANE_OUTAGE } from '../../contract/names.ts';
import { OPERATION_NAMES } from '../../octane/operations.ts';
import { eventually } from '../eventually.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

/** Open orders when Octane goes away, and orders that come while it is away. */
const OPEN = 200;
const COMING = 10;

let stack: Stack;

// One for each test: an order that ends would hold the next test's up (docs/architecture.md).
beforeEach(async () => {
  stack = await startTimeSkippingStack({ customers: OPEN + COMING });
});

afterEach(async () => {
  await stack?.stop();
});

const AWAY = { fault: 'status', httpStatus: 503 } as const;

/** Suspensions that go on for years, so that none of them ends. */
function orders(from: number, count: number): Promise<OrderHandle[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      stack.orders.start('suspend', suspendInput({ custNo: from + index }, FAR_AHEAD)),
    ),
  );
}

function suspendInput(service: { custNo: number }, custReqDate: string) {
  return { reference: `T-${service.custNo}`, service, custReqDate, onFallout: 'fail' as const };
}

/** How many orders Octane has of each of so many customers. */
function placed(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => stack.sandbox.records.ordersOf(from + index).length);
}

/** For each event the activity that it schedules, if it does. */
async function historyOf({ workflowId }: OrderHandle): Promise<(string | undefined)[]> {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? undefined);
}

const allOnce = (counts: number[]) => Promise.resolve(counts.every((count) => count === 1) || undefined);

/** As many calls as a worker has slots at 5 a second may be under way when calls are held back. */
const UNDER_WAY = 20;

/** Those; then probes: at once, after 5, 10, … 160 seconds, and every 5 minutes for the rest of six hours. */
const CALLS = UNDER_WAY + 7 + Math.floor((6 * 3600 - 315) / 300);

test('six hours without Octane cost no more calls than its probes, no order fails, and each is placed once', async () => {
  const { faults } = stack.sandbox;
  const before = await orders(100001, OPEN);
  for (const order of before) await eventually(async () => (await order.progress()).orderStatus, 90);
  // Some come as far as the placing.
  faults.set({ rules: [{ ...AWAY, operations: OPERATION_NAMES.filter((name) => name !== 'listServices') }] });
  const during = await orders(100001 + OPEN, COMING);
  const outage = stack.client.workflow.getHandle(OCTANE_OUTAGE.workflowId);
  await eventually(() => outage.describe().catch(() => undefined));

  await stack.env.sleep('6h');
  expect(faults.log.length).toBeLessThanOrEqual(1.1 * CALLS);
  const histories = await Promise.all(during.map((order) => historyOf(order)));
  expect(histories.some((types) => types.includes('awaitOctane'))).toBe(true);
  for (const types of histories) expect(types.length).toBeLessThan(60);

  faults.clear();
  await eventually(async () => {
    await stack.env.sleep('10m');
    return allOnce(placed(100001 + OPEN, COMING));
  });
  expect((await outage.describe()).status.name).toBe('COMPLETED');
  for (const order of [...before, ...during]) {
    await eventually(async () => (await order.progress()).state === 'acknowledged' || undefined);
  }
  expect(placed(100001, OPEN + COMING)).toEqual(Array(OPEN + COMING).fill(1));
});

test('an order that Octane has completed does not lose its patience while the service cannot be read', async () => {
  const { faults } = stack.sandbox;
  const order = await stack.orders.start('suspend', suspendInput({ custNo: 100001 }, '2026-01-01T00:00:00Z'));
  faults.set({ rules: [{ ...AWAY, operations: ['getService'] }] });
  await eventually(async () => {
    await stack.env.sleep('10m');
    return (await order.progress()).state === 'settling' || undefined;
  });
  faults.set({ rules: [AWAY] });
  // A single order calls too rarely to find out by itself that all of Octane is away.
  await orders(100002, 5);
  await stack.env.sleep('6h');
  faults.clear();
  expect((await order.result()).state).toBe('completed');
  expect(await historyOf(order)).toContain('awaitOctane');
});
