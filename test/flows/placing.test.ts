import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/client';
import type { OrderHandle } from '../../client/index.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, planChangeInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 60_000 });
});

afterAll(async () => {
  await stack?.stop();
});

function planChange(custNo: number): Promise<OrderHandle> {
  return stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
}

function orderIdsOf(custNo: number): string[] {
  return stack.sandbox.records.ordersOf(custNo).map(({ orderId }) => orderId);
}

test.concurrent.each([
  { custNo: 990005, name: 'the answer is lost after the order was stored' },
  { custNo: 990019, name: 'the answer is cut off' },
])('an order is found, and never sent twice, when $name', async ({ custNo }) => {
  const order = await planChange(custNo);
  const { orderId } = await order.result();
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(1);
  expect(orderIdsOf(custNo)).toEqual([orderId]);
  expect((await order.progress()).timeline.map(({ text }) => text).join()).toContain('Octane has the order already');
});

test.concurrent.each([
  { custNo: 990010, name: 'the request is lost before anything is stored' },
  { custNo: 990009, name: 'a maintenance page comes instead of an answer' },
  { custNo: 990016, name: 'Octane fails with HTTP 500' },
])('an order that Octane does not list is sent again, but not for ever, when $name', async ({ custNo }) => {
  const order = await planChange(custNo);
  const failure = await failureOf(order);
  expect(failure.details).toMatchObject({ code: 'outcomeUnknown', outcome: 'unknown', reference: order.reference });
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(3);
  expect(stack.sandbox.records.calls.of('listOrders', { custNo })).toBeGreaterThanOrEqual(3);
  expect(orderIdsOf(custNo)).toEqual([]);
});

test.concurrent('a validation error in an HTTP 200 ends the order as refused, at once', async () => {
  const failure = await failureOf(await planChange(990008));
  expect(failure.type).toBe('OctaneRefused');
  expect(failure.details).toMatchObject({ outcome: 'refused', operation: 'createModificationOrder' });
  expect(stack.sandbox.records.calls.createsFor(990008)).toBe(1);
  expect(orderIdsOf(990008)).toEqual([]);
});

test.concurrent('an order that is not in doubt is placed without a search', async () => {
  await (await planChange(100002)).result();
  expect(stack.sandbox.records.calls.of('listOrders', { custNo: 100002 })).toBe(0);
});

describe('the same reference again', () => {
  test.concurrent('after it was terminated, takes up the order that Octane has', async () => {
    const input = planChangeInput({ service: { custNo: 990003 } });
    const first = await stack.orders.start('planChange', input);
    const orderId = await orderIdOf(first);
    await stack.client.workflow.getHandle(first.workflowId).terminate('by mistake');
    const again = await stack.orders.start('planChange', input);
    expect(again.started).toBe(true);
    expect(await orderIdOf(again)).toBe(orderId);
    expect(orderIdsOf(990003)).toEqual([orderId]);
    await stack.client.workflow.getHandle(first.workflowId).terminate('lasts months');
  });

  test.concurrent('after it was terminated as an activation too', async () => {
    const input = activateInput({ customer: { custNo: 990021 }, address: { locationId: 'LOC380100000991' } });
    const first = await stack.orders.start('activate', input);
    const orderId = await orderIdOf(first);
    await stack.client.workflow.getHandle(first.workflowId).terminate('by mistake');
    const again = await stack.orders.start('activate', input);
    expect(await orderIdOf(again)).toBe(orderId);
    expect(orderIdsOf(990021)).toEqual([orderId]);
    await stack.client.workflow.getHandle(first.workflowId).terminate('takes too long');
  });

  test.concurrent('after Octane rejected the order, places a new one', async () => {
    const input = planChangeInput({ service: { custNo: 990024 } });
    const failure = await failureOf(await stack.orders.start('planChange', input));
    expect(failure.type).toBe('OrderRejected');
    const { orderId } = await (await stack.orders.start('planChange', input)).result();
    expect(orderIdsOf(990024)).toHaveLength(2);
    expect(orderIdsOf(990024).at(-1)).toBe(orderId);
  });

  test.concurrent('after it completed, is refused by the policy that every caller has to give', async () => {
    const input = planChangeInput({ service: { custNo: 100001 } });
    const order = await stack.orders.start('planChange', input);
    await order.result();
    const start = stack.client.workflow.start('planChange', {
      args: [input],
      workflowId: order.workflowId,
      taskQueue: TASK_QUEUES.orders,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
    });
    await expect(start).rejects.toThrow(WorkflowExecutionAlreadyStartedError);
  });
});

describe('a workflow that is reset', () => {
  test.concurrent('to its start while it is followed, takes up the order that Octane has', async () => {
    const order = await planChange(990002);
    const orderId = await orderIdOf(order);
    await reset(order, 'start');
    expect(await orderIdOf(order)).toBe(orderId);
    expect(stack.sandbox.records.calls.createsFor(990002)).toBe(1);
  });

  test.concurrent('to its start after it completed, completes with the order that it had', async () => {
    const order = await planChange(100003);
    const { orderId } = await order.result();
    const again = await reset(order, 'start');
    expect((await again.result()).orderId).toBe(orderId);
    expect(stack.sandbox.records.calls.createsFor(100003)).toBe(1);
  });

  test.concurrent(
    'to where it followed its order, does not take what later orders did to the service for a mismatch',
    async () => {
      const order = await planChange(100004);
      const { orderId } = await order.result();
      const later = await stack.orders.start(
        'planChange',
        planChangeInput({ service: { custNo: 100004 }, planNo: 1003 }),
      );
      await later.result();
      const again = await reset(order, 'followOrder');
      expect(await again.result()).toMatchObject({ orderId, note: expect.stringContaining('not compared') });
    },
  );

  test.concurrent('to just before the placing after it completed, takes up the order that Octane has', async () => {
    const order = await planChange(990017);
    const { orderId } = await order.result();
    const creates = stack.sandbox.records.calls.createsFor(990017);
    const again = await reset(order, 'placeOrder');
    expect((await again.result()).orderId).toBe(orderId);
    expect((await again.progress()).timeline.map(({ text }) => text).join()).toContain('Octane has the order already');
    expect(stack.sandbox.records.calls.createsFor(990017)).toBe(creates);
  });
});

function orderIdOf(order: OrderHandle): Promise<string> {
  return eventually(async () => (await order.progress()).orderId);
}

/** As an operator would in the Web UI: to the workflow task after which the workflow first did something, or placed the order. */
async function reset(
  { workflowId, reference }: OrderHandle,
  to: 'start' | 'placeOrder' | 'followOrder',
): Promise<OrderHandle> {
  const handle = stack.client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const placing = events.find(
    ({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name === to,
  );
  const task =
    to === 'start'
      ? events.find(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes)?.eventId
      : placing?.activityTaskScheduledEventAttributes?.workflowTaskCompletedEventId;
  if (!task) throw new Error('There is nothing to reset to.');
  await stack.client.workflowService.resetWorkflowExecution({
    namespace: stack.client.options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: task,
    reason: 'a test',
    requestId: `${workflowId}-${to}`,
  });
  return stack.orders.order(reference);
}
