import type { OrderHandle } from '../../client/index.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { planChangeInput } from './inputs.ts';

const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };
const NOT_OFFERED = 4711;

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({
    speed: 100_000,
    customers: 12,
    config: { responseTimeout: '2s', longestResponseTimeout: '2s' },
  });
});

afterAll(async () => {
  await stack?.stop();
});

// However the orders of a test ended, nothing holds a service any more.
afterEach(async () => {
  await eventually(async () => {
    for (const { type } of await locks()) if (type) return undefined;
    return true;
  });
});

async function locks() {
  const open = [];
  const query = `ExecutionStatus = 'Running' AND WorkflowType = 'holdService'`;
  for await (const execution of stack.client.workflow.list({ query })) open.push(execution);
  return open;
}

function planChange(custNo: number, planNo: number): Promise<OrderHandle> {
  return stack.orders.start('planChange', planChangeInput({ service: { custNo }, planNo, onFallout: 'wait' }));
}

function workflowOf(order: OrderHandle) {
  return stack.client.workflow.getHandle(order.workflowId);
}

/** Has the service, and keeps it until somebody decides. */
async function holder(custNo: number): Promise<OrderHandle> {
  const order = await planChange(custNo, NOT_OFFERED);
  await eventually(async () => (await order.progress()).fallout);
  return order;
}

async function isHeldBy(order: OrderHandle, other: OrderHandle): Promise<void> {
  await eventually(async () => ((await order.progress()).heldBy === other.workflowId ? true : undefined));
}

/** Orders of one customer, which wait in this order for the first. */
async function queueBehind(first: OrderHandle, custNo: number, plans: number[]): Promise<OrderHandle[]> {
  const queue: OrderHandle[] = [];
  for (const planNo of plans) {
    const order = await planChange(custNo, planNo);
    await isHeldBy(order, first);
    queue.push(order);
  }
  return queue;
}

function plansOrdered(custNo: number): unknown[] {
  return stack.sandbox.records
    .ordersOf(custNo)
    .map(({ request }) => request.service)
    .map((service) => 'planNo' in service && service.planNo);
}

/** No order was placed before the one before it had ended. */
function expectOneAtATime(custNo: number): void {
  const orders = stack.sandbox.records.ordersOf(custNo);
  orders.slice(1).forEach(({ placedAt }, index) => {
    expect(placedAt).toBeGreaterThanOrEqual(orders[index]?.modifiedAt ?? Infinity);
  });
}

test('orders for one customer run one at a time in order of arrival, and show who they wait for', async () => {
  const first = await holder(100001);
  const queue = await queueBehind(first, 100001, [1003, 1004, 1002]);
  const [second] = queue;
  expect(await second?.progress()).toMatchObject({ state: 'waiting', waitingFor: 'service', heldBy: first.workflowId });
  expect(plansOrdered(100001)).toEqual([]);

  await first.resolve({ ...ASKED, action: 'retry', input: { planNo: 1006 } });
  for (const order of [first, ...queue]) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(plansOrdered(100001)).toEqual([1006, 1003, 1004, 1002]);
  expectOneAtATime(100001);
  expect(await second?.progress()).not.toHaveProperty('heldBy');
});

test('four orders that start together run one at a time, too', async () => {
  const orders = await Promise.all([1002, 1003, 1004, 1006].map((planNo) => planChange(100002, planNo)));
  for (const order of orders) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(plansOrdered(100002)).toHaveLength(4);
  expectOneAtATime(100002);
});

test('orders of other customers do not wait', async () => {
  const first = await holder(100003);
  expect(await (await planChange(100004, 1003)).result()).toMatchObject({ state: 'completed' });
  await first.resolve({ ...ASKED, action: 'abandon' });
  await failureOf(first);
});

test('the second of four is terminated while it waits: the others go on', async () => {
  const first = await holder(100005);
  const [second, ...others] = await queueBehind(first, 100005, [1002, 1003, 1004]);
  await workflowOf(second ?? first).terminate('a test');
  await first.resolve({ ...ASKED, action: 'abandon' });
  for (const order of others) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(plansOrdered(100005)).toEqual([1003, 1004]);
});

test('the second of four is terminated while it has the service: the others go on', async () => {
  const first = await holder(100006);
  const [second = first, ...others] = await queueBehind(first, 100006, [NOT_OFFERED, 1003, 1004]);
  await first.resolve({ ...ASKED, action: 'abandon' });
  await eventually(async () => (await second.progress()).fallout);
  for (const order of others) await isHeldBy(order, second);
  await workflowOf(second).terminate('a test');
  for (const order of others) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(plansOrdered(100006)).toEqual([1003, 1004]);
});

test('one that waits can be withdrawn', async () => {
  const first = await holder(100007);
  const [second = first, third = first] = await queueBehind(first, 100007, [1003, 1004]);
  expect(await second.withdraw(ASKED)).toMatchObject({ accepted: true });
  expect(await failureOf(second)).toMatchObject({ type: 'OrderCancelled' });
  await first.resolve({ ...ASKED, action: 'abandon' });
  expect(await third.result()).toMatchObject({ state: 'completed' });
  expect(plansOrdered(100007)).toEqual([1004]);
});

test.each([
  { how: 'terminated', end: (order: OrderHandle) => workflowOf(order).terminate('a test') },
  { how: 'failed', end: (order: OrderHandle) => order.resolve({ ...ASKED, action: 'abandon' }) },
  { how: 'cancelled', end: (order: OrderHandle) => workflowOf(order).cancel() },
])('when the holder is $how, the next one goes on', async ({ end }) => {
  const first = await holder(100008);
  const [second = first] = await queueBehind(first, 100008, [1003 + (plansOrdered(100008).length % 2)]);
  await end(first);
  expect(await second.result()).toMatchObject({ state: 'completed' });
});

/** Back to its start. The answer follows the new run. */
async function reset(order: OrderHandle): Promise<OrderHandle> {
  const { events } = await workflowOf(order).fetchHistory();
  const firstTask = events?.find(({ workflowTaskCompletedEventAttributes: task }) => task);
  await stack.client.workflowService.resetWorkflowExecution({
    namespace: stack.client.options.namespace,
    workflowExecution: { workflowId: order.workflowId },
    reason: 'a test',
    requestId: order.reference,
    workflowTaskFinishEventId: firstTask?.eventId ?? null,
  });
  return stack.orders.order(order.reference);
}

test.each([
  { who: 'first', custNo: 100009 },
  { who: 'second', custNo: 100010 },
] as const)(
  'when the holder, which came $who, is reset, it runs again, and the next one goes on',
  async ({ who, custNo }) => {
    const first = await holder(custNo);
    let holding = first;
    let plans = [1003];
    if (who === 'second') plans = [NOT_OFFERED, 1003];
    const queue = await queueBehind(first, custNo, plans);
    if (who === 'second') {
      holding = queue[0] ?? first;
      await first.resolve({ ...ASKED, action: 'abandon' });
      await eventually(async () => (await holding.progress()).fallout);
    }
    const next = queue.at(-1) ?? first;
    await isHeldBy(next, holding);
    holding = await reset(holding);
    // Either has the service now; both have it in the end.
    await eventually(async () => (await holding.progress()).fallout);
    await holding.resolve({ ...ASKED, action: 'retry', input: { planNo: 1004 } });
    const results = await Promise.all([next.result(), holding.result()]);
    expect(results).toMatchObject([{ state: 'completed' }, { state: 'completed' }]);
    expectOneAtATime(custNo);
  },
);

test('one that is reset while it waits gets its turn', async () => {
  const first = await holder(990027);
  const [waiting = first] = await queueBehind(first, 990027, [NOT_OFFERED]);
  const second = await reset(waiting);
  await isHeldBy(second, first);
  await first.resolve({ ...ASKED, action: 'abandon' });
  await eventually(async () => (await second.progress()).fallout);
  await second.resolve({ ...ASKED, action: 'abandon' });
  expect(await failureOf(second)).toMatchObject({ type: 'OrderAbandoned' });
});

describe('an order that goes on in a new run', () => {
  const GONE = 'nbn-planChange-T-gone';

  /** The lock of a customer, held by an order that is about to go on in a new run; and orders that wait for it. */
  async function lockOf(custNo: number) {
    const lock = await stack.client.workflow.start('holdService', {
      workflowId: `nbn-service-customer-${custNo}`,
      taskQueue: TASK_QUEUES.orders,
      args: [{ holder: placeOf('first') }],
    });
    const waiting = await planChange(custNo, 1003);
    await eventually(async () => ((await waiting.progress()).heldBy === GONE ? true : undefined));
    return { lock, waiting };
  }

  function placeOf(run: string) {
    return { order: GONE, token: `of the ${run} run`, since: '2026-01-01T00:00:00Z', run };
  }

  test('and is terminated before that begins does not keep the service', async () => {
    const { lock, waiting } = await lockOf(100011);
    await lock.signal('handOver', placeOf('second'), 'first');
    expect(await waiting.result()).toMatchObject({ state: 'completed' });
  });

  test('keeps the service when the ticket of its earlier run comes late, and leaves', async () => {
    const { lock, waiting } = await lockOf(100012);
    await lock.signal('handOver', placeOf('second'), 'first');
    await lock.signal('handOver', placeOf('third'), 'second');
    await lock.signal('join', placeOf('second'));
    await lock.signal('leave', placeOf('second'));
    await lock.signal('join', placeOf('third'));
    const next = await planChange(100012, 1004);
    await eventually(async () => ((await next.progress()).heldBy === GONE ? true : undefined));
    expect((await waiting.progress()).orderId).toBeUndefined();
    await lock.signal('leave', placeOf('third'));
    for (const order of [waiting, next]) expect(await order.result()).toMatchObject({ state: 'completed' });
    expectOneAtATime(100012);
  });
});
