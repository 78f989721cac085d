import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DefaultLogger } from '@temporalio/worker';
import type { OrderHandle } from '../../client/index.ts';
import { watcherIdOf } from '../../contract/names.ts';
import type { OrderState } from '../../contract/states.ts';
import { keepWatchers, startWatchers } from '../../worker/watchers.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { planChangeInput } from './inputs.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

/** No order polls by itself within a test. */
let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({
    speed: 3600,
    environment: { OCTANE_POLL_INTERVAL: '1h' },
    config: { watch: { interval: '300ms' } },
  });
});

afterEach(() => {
  stack.sandbox.faults.clear();
  stack.runSandboxAt(3600);
});

afterAll(async () => {
  await stack?.stop();
});

const watcher = () => stack.client.workflow.getHandle(watcherIdOf('123'));

async function watch(): Promise<void> {
  await startWatchers(stack.env.nativeConnection, stack.client.options.namespace, stack.configuration);
}

async function stopWatching(): Promise<void> {
  await watcher().cancel();
  await expect(watcher().result()).rejects.toThrow();
}

async function seenAs(order: OrderHandle, state: OrderState) {
  return eventually(async () => {
    const progress = await order.progress();
    return progress.state === state ? progress : undefined;
  });
}

async function eventsOf(workflowId: string) {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  return events?.length;
}

function looksAt(orderId: string | undefined): number {
  return stack.sandbox.records.calls.of('getOrder', { orderId });
}

/** What Temporal says of an order's look, which waits or is under way. */
async function lookOf({ workflowId }: OrderHandle) {
  const { raw } = await stack.client.workflow.getHandle(workflowId).describe();
  return raw.pendingActivities?.[0];
}

describe('an order that is polled once an hour', () => {
  test('is seen to complete when its group is watched, and its history has nothing of that', async () => {
    await watch();
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 } }));
    expect(await order.result()).toMatchObject({ state: 'completed' });
    const { timeline } = await order.progress();
    const seen = timeline.filter(({ text }) => text.startsWith('Octane says')).length;
    expect(seen).toBe(3);
    // As an order that needs no watcher has (history-size.slow.test.ts).
    expect(await eventsOf(order.workflowId)).toBeLessThanOrEqual(60);
    await stopWatching();
  });

  test('is not harmed by a watcher that is told of changes that are none', async () => {
    // On hold for a week of the sandbox's time, which is three minutes.
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990002 } }));
    const { orderId = '' } = await seenAs(order, 'acknowledged');
    await eventually(async () => (await order.poll(), (await order.progress()).state === 'held' || undefined));
    await eventually(async () => {
      const found = await stack.orders.orderChanged({ orderId });
      return found.polls || undefined;
    });
    const [events, looks] = [await eventsOf(order.workflowId), looksAt(orderId)];
    const claim = { orderId, orderStatus: 'Completed', dateModified: '2199-01-01T00:00:00Z' };
    stack.sandbox.faults.set({
      rules: [{ fault: 'answer', body: JSON.stringify([claim]), operations: ['listOrders'] }],
    });
    const ticks = stack.sandbox.records.calls.of('listOrders');
    await watch();
    await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
    await eventually(() => Promise.resolve(stack.sandbox.records.calls.of('listOrders') > ticks + 4 || undefined));
    expect(await order.progress()).toMatchObject({ state: 'held' });
    expect(await eventsOf(order.workflowId)).toBe(events);
    // Once by the watcher; and once by the check above, if that was still under way.
    expect(looksAt(orderId)).toBeLessThanOrEqual(looks + 2);
    await stopWatching();
  });

  test('looks at Octane at once when somebody asks for it, without a word in its history', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990003 } }));
    const { orderId } = await seenAs(order, 'acknowledged');
    const events = await eventually(async () =>
      (await lookOf(order))?.attempt === 2 ? eventsOf(order.workflowId) : undefined,
    );
    for (let time = 1; time <= 3; time += 1) {
      const looks = looksAt(orderId);
      expect(await order.poll()).toMatchObject({ polls: true });
      await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
    }
    expect(await eventsOf(order.workflowId)).toBe(events);
    const looks = looksAt(orderId);
    const { stdout } = await promisify(execFile)('node', ['client/nbn.js', 'poll', order.reference], {
      env: { ...process.env, ...stack.environment },
    });
    expect(stdout).toContain('polls Octane now');
    await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
  });
});

test('a look that Octane fails is repeated within half an hour, however seldom the order is polled', async () => {
  stack.runSandboxAt(0);
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100008 } }));
  await eventually(async () => (await lookOf(order))?.attempt === 2 || undefined);
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503, operations: ['getOrder'], calls: 1 }] });
  expect(await order.poll()).toMatchObject({ polls: true });
  const next = await eventually(async () => {
    const look = await lookOf(order);
    return look?.lastFailure?.message?.includes('503') ? look.nextAttemptScheduleTime : undefined;
  });
  expect(Number(next?.seconds) - Date.now() / 1000).toBeLessThanOrEqual(33 * 60);
});

test('an order is told of what changed beneath its state, and a date that is far ahead hides nothing', async () => {
  stack.runSandboxAt(0);
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100009 } }));
  const { orderId = '' } = await seenAs(order, 'acknowledged');
  await eventually(async () => (await lookOf(order))?.attempt === 2 || undefined);
  const { calls } = stack.sandbox.records;
  const list = (changes: { orderSubStatus?: string; dateModified: string }) => {
    const body = JSON.stringify([{ orderId, orderStatus: 'Acknowledged', ...changes }]);
    stack.sandbox.faults.set({ rules: [{ fault: 'answer', body, operations: ['listOrders'] }] });
  };
  const looks = looksAt(orderId);
  list({ dateModified: '2199-01-01T00:00:00Z' });
  const ticks = calls.of('listOrders');
  await watch();
  await eventually(() => Promise.resolve(calls.of('listOrders') > ticks + 2 || undefined));
  expect(looksAt(orderId)).toBe(looks);
  list({ orderSubStatus: 'Second of two', dateModified: new Date().toISOString() });
  await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
  await stopWatching();
});

test('a watcher that has ended, as by an older worker, comes back', async () => {
  const { env, client, configuration } = stack;
  const options = [env.nativeConnection, client.options.namespace, configuration, new DefaultLogger('ERROR')] as const;
  const leave = await keepWatchers(...options, 200);
  const { runId } = await watcher().describe();
  await stopWatching();
  const back = await eventually(async () => {
    const { runId: next, status } = await watcher().describe();
    return status.name === 'RUNNING' && next !== runId ? next : undefined;
  });
  expect(back).toBeDefined();
  leave();
  await stopWatching();
});

describe('a hint does not lose what a look finds', () => {
  /** The next answer takes an hour of the sandbox's time, in which the order changes. */
  function answerSlowly() {
    stack.sandbox.faults.set({
      rules: [{ fault: 'late', when: 'before', delay: 1000, calls: 1, operations: ['getOrder'] }],
    });
    stack.runSandboxAt(3600);
  }

  /** An order that has been looked at before, as after days: its next look would be its third. */
  async function lookedAtTwice(custNo: number) {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
    const { orderId } = await seenAs(order, 'acknowledged');
    await eventually(async () => ((await lookOf(order))?.attempt === 2 ? true : undefined));
    const next = async () => {
      const { workflowService, options } = stack.client.workflow;
      // As an operator may: the server then begins whatever has waited for so long.
      await workflowService.updateActivityOptions({
        namespace: options.namespace,
        execution: { workflowId: order.workflowId },
        type: 'followOrder',
        activityOptions: { retryPolicy: { initialInterval: { nanos: 1_000_000 } } },
        updateMask: { paths: ['retry_policy.initial_interval'] },
      });
    };
    await next();
    await eventually(async () => ((await lookOf(order))?.attempt === 3 ? true : undefined));
    return { order, orderId, next };
  }

  async function changed(order: OrderHandle) {
    await eventually(async () => (await order.progress()).state !== 'acknowledged' || undefined);
  }

  beforeEach(() => {
    stack.runSandboxAt(0);
  });

  test('that is under way', async () => {
    const { order, orderId, next } = await lookedAtTwice(100003);
    const looks = looksAt(orderId);
    answerSlowly();
    await next();
    await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
    // It waits for that one, and begins another unless that had news.
    expect(await order.poll()).toMatchObject({ polls: true });
    await changed(order);
  });

  test('that is under way, and reads what was before, while the watcher’s list moves on', async () => {
    const { order, orderId = '', next } = await lookedAtTwice(100006);
    await watch();
    const looks = looksAt(orderId);
    stack.sandbox.faults.set({
      rules: [{ fault: 'late', when: 'after', delay: 6000, calls: 1, operations: ['getOrder'] }],
    });
    await next();
    await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
    stack.runSandboxAt(3600);
    const { records } = stack.sandbox;
    await eventually(() => Promise.resolve(records.order(orderId)?.stage.orderStatus === 'In Progress' || undefined));
    const ticks = records.calls.of('listOrders');
    await eventually(() => Promise.resolve(records.calls.of('listOrders') > ticks + 1 || undefined));
    stack.runSandboxAt(0);
    const later = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100007 } }));
    await seenAs(later, 'acknowledged');
    expect((await order.progress()).state).toBe('acknowledged');
    await changed(order);
    await stopWatching();
  });

  test('that it begins', async () => {
    const { order } = await lookedAtTwice(100004);
    answerSlowly();
    expect(await order.poll()).toEqual({ polls: true, why: 'It polls Octane now.' });
    await changed(order);
  });
});

test('a look that somebody has paused stays paused', async () => {
  stack.runSandboxAt(0);
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100005 } }));
  const { orderId } = await seenAs(order, 'acknowledged');
  const { workflowService, options } = stack.client.workflow;
  const look = {
    namespace: options.namespace,
    execution: { workflowId: order.workflowId },
    type: 'followOrder',
    identity: 'Test',
  };
  await eventually(async () => (await lookOf(order))?.attempt === 2 || undefined);
  await workflowService.pauseActivity({ ...look, reason: 'maintenance' });
  const looks = looksAt(orderId);
  expect(await order.poll()).toEqual({ polls: false, why: expect.stringContaining('are paused') });
  expect(await lookOf(order)).toMatchObject({ paused: true, attempt: 2 });
  expect(looksAt(orderId)).toBe(looks);
  await workflowService.unpauseActivity(look);
  await eventually(() => Promise.resolve(looksAt(orderId) > looks || undefined));
});

test('an order that waits for something else has nothing to look at', async () => {
  const order = await stack.orders.start(
    'planChange',
    planChangeInput({ service: { custNo: 100002 }, holdUntil: FAR_AHEAD }),
  );
  await seenAs(order, 'waiting');
  expect(await order.poll()).toEqual({ polls: false, why: 'It does not follow an order at Octane now.' });
  await order.withdraw({ by: 'Test', reason: 'done' });
  await order.result().catch(() => undefined);
  expect(await order.poll()).toMatchObject({ polls: false, why: expect.stringContaining('has ended') });
  expect(await stack.orders.orderChanged({ orderId: '1' })).toMatchObject({ polls: false });
});

test('where Octane has no list of orders the watcher ends, and says so', async () => {
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 404, operations: ['listOrders'] }] });
  await watch();
  expect(await watcher().result()).toContain('group 123 is not watched');
});
