import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { OCTANE_OUTAGE, RECONCILE, TASK_QUEUES, WATCH_ORDERS } from '../../contract/names.ts';
import { LOCK_MESSAGES, lockIdOf, SERVICE_LOCK, serviceOf } from '../../contract/service-lock.ts';
import { createOctane } from '../../octane/octane.ts';
import { orderStateOf } from '../../octane/statuses.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, disconnectInput } from './inputs.ts';
import { ASKED, deleteExecution, NOT_OFFERED, reset, ServiceQueue, SHORT_CALLS, workflowOf } from './service-queue.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 100_000, customers: 20, config: SHORT_CALLS });
});

afterAll(async () => {
  await stack?.stop();
});

let custNo = 100_000;

/** Of a customer whom no other test has. */
function newQueue(): ServiceQueue {
  custNo += 1;
  return new ServiceQueue(stack, custNo);
}

test('orders for one customer run one at a time in order of arrival, and show who they wait for', async () => {
  const queue = newQueue();
  const first = await queue.holder();
  const waiting = await queue.waiting([1003, 1004, 1002]);
  const [second = first] = waiting;
  expect(await second.progress()).toMatchObject({
    state: 'waiting',
    waitingFor: 'service',
    heldBy: first.workflowId,
  });
  expect(queue.plansOrdered()).toEqual([]);

  await first.resolve({ ...ASKED, action: 'retry', input: { planNo: 1006 } });
  for (const order of [first, ...waiting]) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(queue.plansOrdered()).toEqual([1006, 1003, 1004, 1002]);
  expect(queue.overlaps()).toBe(0);
  expect(await second.progress()).not.toHaveProperty('heldBy');
  // The lock ends with the last order.
  await eventually(async () => ((await queue.lock.describe()).status.name === 'COMPLETED' ? true : undefined));
});

test('four orders that start together run one at a time, too', async () => {
  const queue = newQueue();
  const orders = await Promise.all([1002, 1003, 1004, 1006].map((planNo) => queue.order(planNo)));
  for (const order of orders) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(queue.plansOrdered()).toHaveLength(4);
  expect(queue.overlaps()).toBe(0);
});

test('orders of other customers do not wait', async () => {
  const first = await newQueue().holder();
  expect(await (await newQueue().order(1003)).result()).toMatchObject({ state: 'completed' });
  await first.resolve({ ...ASKED, action: 'abandon' });
  await failureOf(first);
});

test('a holder that is terminated, and one that is terminated while it waits, are passed over', async () => {
  const queue = newQueue();
  const first = await queue.holder();
  const [second = first, ...others] = await queue.waiting([1002, 1003, 1004]);
  await workflowOf(stack, second).terminate('a test');
  await workflowOf(stack, first).terminate('a test');
  for (const order of others) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(queue.plansOrdered()).toEqual([1003, 1004]);
});

test('one that waits can be withdrawn, and leaves the queue', async () => {
  const queue = newQueue();
  const first = await queue.holder();
  const [second = first, third = first] = await queue.waiting([1003, 1004]);
  expect(await second.withdraw(ASKED)).toMatchObject({ accepted: true });
  expect(await failureOf(second)).toMatchObject({ type: 'OrderCancelled' });
  await eventually(async () => ((await queue.lockState())?.queue.length === 1 ? true : undefined));
  await first.resolve({ ...ASKED, action: 'abandon' });
  expect(await third.result()).toMatchObject({ state: 'completed' });
  expect(queue.plansOrdered()).toEqual([1004]);
});

test('a holder that was reset after it had closed does not stop those that wait', async () => {
  const queue = newQueue();
  const first = await queue.holder();
  const [second = first, third = first] = await queue.waiting([1003, 1004]);
  await first.resolve({ ...ASKED, action: 'abandon' });
  await failureOf(first);
  await reset(stack, first.workflowId);
  const orders = [stack.orders.order(first.reference), second, third];
  expect(await queue.ended(orders, () => 1006)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  expect(queue.plansOrdered().filter((planNo) => planNo !== 1006)).toEqual([1003, 1004]);
  expect(queue.overlaps()).toBe(0);
});

describe('an activation and a plan change of the same customer', () => {
  test('wait for each other', async () => {
    const queue = newQueue();
    const location = { locationId: 'LOC380100010001' };
    const input = activateInput({
      customer: { custNo: queue.custNo },
      address: location,
      planNo: 1003,
      onFallout: 'wait',
    });
    const [change, activation] = await Promise.all([queue.order(1004), stack.orders.start('activate', input)]);
    expect([await change.result(), await activation.result()]).toMatchObject([
      { state: 'completed' },
      { state: 'completed' },
    ]);
    expect(queue.overlaps()).toBe(0);
  });

  test('do not wait for each other for ever when one has lost its location', async () => {
    const queue = newQueue();
    const location = { locationId: 'LOC380100010002' };
    const start = (planNo: number) =>
      stack.orders.start(
        'activate',
        activateInput({ customer: { custNo: queue.custNo }, address: location, planNo, onFallout: 'wait' }),
      );
    const first = await start(NOT_OFFERED);
    await eventually(async () => (await first.progress()).fallout);
    const second = await start(1003);
    await eventually(async () => (await second.progress()).heldBy);
    // As after a reset: the first one believes to hold the location, and holds the customer.
    const lock = stack.client.workflow.getHandle(lockIdOf(serviceOf.location(location.locationId)));
    await lock.signal(LOCK_MESSAGES.release, first.workflowId);
    await eventually(async () => ((await queue.lockState())?.queue.length === 1 ? true : undefined));
    await first.resolve({ ...ASKED, action: 'retry', input: { planNo: 1002 } });
    expect(await second.result()).toMatchObject({ state: 'completed' });
    await workflowOf(stack, first).terminate('the test is over');
  });
});

describe('a lock that an operator ended', () => {
  test.each([
    { how: 'terminated', end: ({ lock }: ServiceQueue) => lock.terminate('a test') },
    { how: 'reset', end: ({ lock }: ServiceQueue) => reset(stack, lock.workflowId) },
  ])('$how: the holder keeps the service, and passes it on', async ({ end }) => {
    const queue = newQueue();
    const first = await queue.holder();
    const waiting = await queue.waiting([1003, 1004, 1002]);
    await end(queue);
    // One that leaves the queue, or the holder itself, must not start an empty lock.
    const [second = first, ...others] = waiting;
    await second.withdraw(ASKED);
    await failureOf(second);
    const late = await queue.order(1003);
    await eventually(async () => ((await late.progress()).heldBy === first.workflowId ? true : undefined));
    expect(queue.plansOrdered()).toEqual([]);
    await first.resolve({ ...ASKED, action: 'retry', input: { planNo: 1006 } });
    for (const order of [first, ...others, late]) expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(queue.plansOrdered()).toEqual([1006, 1004, 1002, 1003]);
    expect(queue.overlaps()).toBe(0);
  });

  test('terminated, and a workflow of another type has had its id: no order waits for that', async () => {
    const queue = newQueue();
    const first = await queue.holder();
    await queue.lock.terminate('a test');
    const other = { workflowId: queue.lock.workflowId, taskQueue: TASK_QUEUES.orders, args: [] };
    await stack.client.workflow.execute('planChange', other).catch(() => undefined);
    // The first one has nothing at Octane, and claims the service again before it sends anything.
    const next = await queue.order(1003);
    await first.resolve({ ...ASKED, action: 'retry', input: { planNo: 1006 } });
    for (const order of [first, next]) expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(queue.overlaps()).toBe(0);
  });

  test('deleted: no order is placed while another one is at Octane', async () => {
    const queue = newQueue();
    stack.runSandboxAt(0);
    const first = await queue.order(1003);
    const { workflowId } = first;
    await eventually(async () => (await first.progress()).orderId);
    await deleteExecution(stack, queue.lock.workflowId);
    const next = await queue.order(1004);
    await eventually(async () => ((await next.progress()).heldBy === workflowId ? true : undefined));
    stack.runSandboxAt(100_000);
    for (const order of [first, next]) expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(queue.overlaps()).toBe(0);
  });
});

test('a holder that is started again while the lock remembers the run before is searched for first', async () => {
  const queue = newQueue();
  const first = await queue.order(1003);
  await eventually(async () => (await first.progress()).orderId);
  // Nothing is left of it but what the lock knows.
  await deleteExecution(stack, first.workflowId);
  const again = await queue.order(1003, first.reference);
  expect(await again.result()).toMatchObject({ state: 'completed' });
  expect(queue.plansOrdered()).toEqual([1003]);
});

test('an order that was deleted after Octane had completed it is not told to be nothing', async () => {
  const queue = newQueue();
  const first = await queue.order(1003);
  const orderId = await eventually(async () => (await first.progress()).orderId);
  await deleteExecution(stack, first.workflowId);
  const octane = createOctane(stack.configuration.octane, () => undefined);
  const { statusRows } = stack.configuration;
  const isCompleted = async () => orderStateOf(await octane.orders.get(orderId), statusRows) === 'completed';
  await eventually(async () => (await isCompleted()) || undefined);
  octane.close();
  // There is nothing to order any more, because the first run has ordered it.
  const again = await queue.order(1003, first.reference);
  expect(await again.result()).toMatchObject({ state: 'completed', orderId });
  expect(queue.plansOrdered()).toEqual([1003]);
});

test('an order that was reset, after it had closed, to when its outcome was unknown has its order', async () => {
  const queue = newQueue();
  const { sandbox } = stack;
  sandbox.faults.set({
    rules: [
      { fault: 'reset', when: 'after', operations: ['createDisconnectionOrder'], calls: 1, custNo: queue.custNo },
    ],
  });
  const order = await stack.orders.start('disconnect', disconnectInput({ service: { custNo: queue.custNo } }));
  const { orderId } = await order.result();
  expect(orderId).toBeDefined();
  // Another order has the service when it is back.
  const other = await queue.holder();
  await reset(stack, order.workflowId, (event) => Boolean(event.activityTaskFailedEventAttributes));
  await eventually(async () => ((await order.progress()).heldBy === other.workflowId ? true : undefined), 60, 300);
  await other.resolve({ action: 'abandon', ...ASKED });
  expect(await workflowOf(stack, order).result()).toMatchObject({ state: 'completed', orderId });
  expect(sandbox.records.ordersOf(queue.custNo)).toHaveLength(1);
});

test('messages to a lock that make no sense change nothing', async () => {
  const queue = newQueue();
  const first = await queue.holder();
  const waiting = await queue.waiting([1003, 1004]);
  for (const signal of [LOCK_MESSAGES.join, LOCK_MESSAGES.release]) {
    await queue.lock.signal(signal);
    for (const argument of [null, 7, {}, [], '', { order: 7, chain: 'x', since: 'y' }]) {
      await queue.lock.signal(signal, argument);
    }
  }
  await queue.lock.signal(LOCK_MESSAGES.join, { order: 'anything', chain: 'x', since: '2026-01-01T00:00:00.000Z' });
  await queue.lock.signal('unheard of', { a: 1 });
  expect(await queue.lockState()).toMatchObject({
    holding: { holder: { order: first.workflowId } },
    queue: waiting.map(({ workflowId }) => ({ order: workflowId })),
  });
  await first.resolve({ ...ASKED, action: 'abandon' });
  for (const order of waiting) expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(queue.plansOrdered()).toEqual([1003, 1004]);
});

const NO_SERVICE = { service: 'customer-1', queue: [] };

test.each([
  ...[[], [null], [{}], ['customer-1'], [NO_SERVICE], [{ ...NO_SERVICE, queue: [null] }]].map((args) => ({
    type: SERVICE_LOCK,
    args,
  })),
  ...[[], [null], [{}], [{ groupNo: 7 }]].map((args) => ({ type: WATCH_ORDERS, args })),
  ...[[], [null], [{}], [{ type: 'toString', answer: '' }]].map((args) => ({ type: OCTANE_OUTAGE.type, args })),
  ...[
    [],
    [null],
    [{}],
    [{ customers: [null], since: '' }],
    [{ customers: [{ custNo: 1, orders: [null] }], since: '' }],
  ].map((args) => ({ type: RECONCILE, args })),
])('$type refuses $args as its input', async ({ type, args }) => {
  const options = { workflowId: 'a-malformed-input', taskQueue: TASK_QUEUES.orders, args };
  const failure: unknown = await stack.client.workflow.execute(type, options).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  const { cause } = failure as WorkflowFailedError;
  expect(cause).toBeInstanceOf(ApplicationFailure);
  expect(cause).toMatchObject({ type: 'InvalidOrder' });
});
