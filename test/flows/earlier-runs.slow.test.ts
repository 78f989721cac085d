import type { OrderHandle } from '../../client/index.ts';
import type { PlanChangeInput } from '../../contract/inputs.ts';
import type { Progress } from '../../contract/outputs.ts';
import { OPERATION_NAMES } from '../../octane/operations.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, planChangeInput } from './inputs.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

const ASKED = { by: 'Carla Customer', reason: 'moving abroad' };
const NEVER = FAR_AHEAD;
/** Before that. */
const YEARS_LATER = Date.parse(NEVER) - 365 * 24 * 3_600_000;
/** A plan: an order for it waits for a person before it is placed. */
const NOT_OFFERED = 4711;

let stack: Stack;

beforeAll(async () => {
  // A call of a run that was terminated may be under way for three calls' time, which is waited for.
  stack = await startDevServerStack({
    customers: 13,
    config: { orderListDelay: '100ms', responseTimeout: '2s', longestResponseTimeout: '2s' },
  });
});

afterAll(async () => {
  await stack?.stop();
});

/** For a date that never comes, so that Octane's order stays open. */
function planChange(custNo: number, changes: Partial<PlanChangeInput> = {}): PlanChangeInput {
  return planChangeInput({ service: { custNo }, custReqDate: NEVER, onFallout: 'wait', ...changes });
}

function once<T>(order: OrderHandle, look: (progress: Progress) => T | undefined): Promise<T> {
  return eventually(async () => look(await order.progress()));
}

const orderIdOf = (order: OrderHandle) => once(order, ({ orderId }) => orderId);
const falloutOf = (order: OrderHandle, code: string) =>
  once(order, ({ fallout }) => (fallout?.code === code ? fallout : undefined));
const isHeldUntilDate = ({ state, waitingFor }: Progress) =>
  (state === 'waiting' && waitingFor === 'date') || undefined;

/** Temporal's list is behind by a moment. */
function listedAsTerminated({ workflowId }: OrderHandle) {
  return eventually(async () => {
    const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Terminated'`;
    for await (const execution of stack.client.workflow.list({ query })) return execution;
    return undefined;
  });
}

async function terminate(order: OrderHandle): Promise<void> {
  await stack.client.workflow.getHandle(order.workflowId).terminate('by mistake');
  await listedAsTerminated(order);
}

/** As an operator would in the Web UI: to the first workflow task. */
async function resetToStart(order: OrderHandle): Promise<void> {
  const handle = stack.client.workflow.getHandle(order.workflowId);
  const { runId } = await handle.describe();
  const { events = [] } = await handle.fetchHistory();
  const task = events?.find(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes);
  await stack.client.workflowService.resetWorkflowExecution({
    namespace: stack.client.options.namespace,
    workflowExecution: { workflowId: order.workflowId, runId },
    workflowTaskFinishEventId: task?.eventId ?? null,
    reason: 'a test',
    requestId: order.workflowId,
  });
  await listedAsTerminated(order);
}

function ordersOf(custNo: number): string[] {
  return stack.sandbox.records.ordersOf(custNo).map(({ orderId }) => orderId);
}

test.concurrent('a first run is withdrawn before it is placed, and costs Octane nothing', async () => {
  const order = await stack.orders.start('planChange', planChange(100001, { holdUntil: NEVER }));
  await once(order, isHeldUntilDate);
  const why = 'Nothing was placed with Octane, and nothing will be.';
  expect(await order.withdraw(ASKED)).toEqual({ accepted: true, why });
  expect((await failureOf(order)).type).toBe('OrderCancelled');
  const { calls } = stack.sandbox.records;
  expect(OPERATION_NAMES.filter((operation) => calls.of(operation, { custNo: 100001 }) > 0)).toEqual([]);
});

test.concurrent(
  'a run that finds the service as it should be completes with the order of the earlier one',
  async () => {
    const input = planChange(100011, { custReqDate: '2026-03-02T00:00:00Z' });
    const first = await stack.orders.start('planChange', input);
    const orderId = await orderIdOf(first);
    await terminate(first);
    // Years pass; the orders that stay open are for later.
    stack.sandbox.records.settle(YEARS_LATER);
    const again = await stack.orders.start('planChange', input);
    expect(await again.result()).toMatchObject({ state: 'completed', orderId });
    expect(ordersOf(100011)).toEqual([orderId]);
  },
);

test.concurrent('a run whose earlier order was undone by a later one completes with its own all the same', async () => {
  const input = planChange(100012, { planNo: 1003, custReqDate: '2026-03-02T00:00:00Z' });
  const first = await stack.orders.start('planChange', input);
  const orderId = await orderIdOf(first);
  await terminate(first);
  stack.sandbox.records.settle(YEARS_LATER);
  const back = planChange(100012, { planNo: 1002, custReqDate: '2026-03-02T00:00:00Z' });
  expect(await (await stack.orders.start('planChange', back)).result()).toMatchObject({ state: 'completed' });
  const again = await stack.orders.start('planChange', input);
  const note = `Octane had completed order ${orderId} before this run; the service was not compared`;
  expect(await again.result()).toMatchObject({ state: 'completed', orderId, note });
  expect(ordersOf(100012)).toHaveLength(2);
});

test.concurrent('a run that was terminated while it waited has left nothing', async () => {
  const input = planChange(100010, { holdUntil: NEVER });
  const first = await stack.orders.start('planChange', input);
  await once(first, isHeldUntilDate);
  await terminate(first);
  const again = await stack.orders.start('planChange', input);
  await once(again, isHeldUntilDate);
  expect(await again.withdraw(ASKED)).toMatchObject({ accepted: true });
  expect((await failureOf(again)).type).toBe('OrderCancelled');
});

test.concurrent(
  'a run that is withdrawn is not ended over the order of an earlier one: it is adopted, and withdrawn',
  async () => {
    const address = { locationId: 'LOC380100002995' };
    const input = activateInput({ customer: { custNo: 100002 }, address, custReqDate: NEVER, onFallout: 'wait' });
    const first = await stack.orders.start('activate', input);
    const orderId = await orderIdOf(first);
    await terminate(first);
    const again = await stack.orders.start('activate', { ...input, holdUntil: NEVER });
    await once(again, isHeldUntilDate);

    const { accepted, why } = await again.withdraw(ASKED);
    expect(accepted).toBe(false);
    expect(why).toContain(`An earlier run of this reference has Octane's order ${orderId}, which no workflow follows.`);
    const { sentence, choices } = await falloutOf(again, 'outcomeUnknown');
    expect(sentence).toContain(orderId);
    expect(choices.map(({ action }) => action)).toEqual(['retry', 'adopt', 'abandon']);

    await again.resolve({ ...ASKED, action: 'adopt', orderId });
    expect(await orderIdOf(again)).toBe(orderId);
    await once(again, ({ orderStatus }) => orderStatus);
    expect(await again.withdraw(ASKED)).toMatchObject({ accepted: true, why: expect.stringContaining(orderId) });
    expect(await failureOf(again)).toMatchObject({ type: 'OrderCancelled', details: { orderId } });
    expect(stack.sandbox.records.order(orderId)?.stage.orderStatus).toBe('Cancelled');
  },
);

test.concurrent('an activation is not taken for that of an earlier run which takes other equipment', async () => {
  const input = activateInput({
    customer: { custNo: 100013 },
    address: { locationId: 'LOC380100003995' },
    custReqDate: NEVER,
    onFallout: 'wait',
  });
  const first = await stack.orders.start('activate', input);
  const orderId = await orderIdOf(first);
  await terminate(first);
  const again = await stack.orders.start('activate', { ...input, address: { locationId: 'LOC380100004995' } });
  const { sentence } = await falloutOf(again, 'outcomeUnknown');
  expect(sentence).toContain(`an earlier run of this reference has order ${orderId}, with other equipment`);
  expect(ordersOf(100013)).toEqual([orderId]);
});

test.concurrent('a caller that wants no fallout is told which order there is', async () => {
  const input = planChange(100003, { onFallout: 'fail' });
  const first = await stack.orders.start('planChange', input);
  const orderId = await orderIdOf(first);
  await terminate(first);
  const again = await stack.orders.start('planChange', { ...input, holdUntil: NEVER });
  await once(again, isHeldUntilDate);
  expect(await again.withdraw(ASKED)).toMatchObject({ accepted: false, why: expect.stringContaining(orderId) });
  const failure = await failureOf(again);
  expect(failure.details).toMatchObject({ code: 'outcomeUnknown', outcome: 'unknown', candidates: [orderId] });
  expect(failure.message).not.toContain('nothing will be');
  expect(await again.progress()).toMatchObject({ state: 'failed' });
});

test.concurrent('a check that fails does not end a run either that follows one with an order', async () => {
  const input = planChange(100004, { onFallout: 'fail' });
  const first = await stack.orders.start('planChange', input);
  const orderId = await orderIdOf(first);
  await terminate(first);
  const failure = await failureOf(await stack.orders.start('planChange', { ...input, planNo: NOT_OFFERED }));
  expect(failure.details).toMatchObject({ code: 'outcomeUnknown', candidates: [orderId] });
  expect(failure.message).toContain('4711');
});

test.concurrent(
  'a run that is cancelled while it queues waits for its turn to take up the order of an earlier one',
  async () => {
    const input = planChange(100005);
    const first = await stack.orders.start('planChange', input);
    const orderId = await orderIdOf(first);
    const next = await stack.orders.start('planChange', planChange(100005, { planNo: NOT_OFFERED }));
    await once(next, ({ heldBy }) => heldBy);
    await terminate(first);
    await falloutOf(next, 'checkFailed');
    const again = await stack.orders.start('planChange', input);
    await once(again, ({ heldBy }) => heldBy);
    await stack.client.workflow.getHandle(again.workflowId).cancel();

    expect((await falloutOf(again, 'outcomeUnknown')).sentence).toContain(orderId);
    await again.resolve({ ...ASKED, action: 'retry' });
    await once(again, ({ heldBy }) => heldBy);
    await next.resolve({ ...ASKED, action: 'abandon' });
    expect(await orderIdOf(again)).toBe(orderId);
    expect(ordersOf(100005)).toEqual([orderId]);
  },
);

test.concurrent('a workflow that is reset and withdrawn takes up the order that it had', async () => {
  const order = await stack.orders.start('planChange', planChange(100007));
  const orderId = await orderIdOf(order);
  // Stops it before the placing.
  stack.sandbox.faults.set({
    rules: [{ fault: 'status', httpStatus: 404, operations: ['listServices'], custNo: 100007 }],
  });
  await resetToStart(order);
  await falloutOf(order, 'stepFailed');
  expect(await order.withdraw(ASKED)).toMatchObject({ accepted: false, why: expect.stringContaining(orderId) });
  expect((await falloutOf(order, 'outcomeUnknown')).sentence).toContain(orderId);
  stack.sandbox.faults.clear();
  await order.resolve({ ...ASKED, action: 'retry' });
  expect(await orderIdOf(order)).toBe(orderId);
  expect(ordersOf(100007)).toEqual([orderId]);
  const why = expect.stringContaining(`Octane has the planChange order ${orderId}`);
  expect(await order.withdraw(ASKED)).toMatchObject({ accepted: false, why });
});

test.concurrent('to abandon it leaves the order of the earlier run, and says so', async () => {
  const input = planChange(100008);
  const first = await stack.orders.start('planChange', input);
  const orderId = await orderIdOf(first);
  await terminate(first);
  const again = await stack.orders.start('planChange', { ...input, planNo: NOT_OFFERED });
  await falloutOf(again, 'checkFailed');
  await again.resolve({ ...ASKED, action: 'abandon' });
  await falloutOf(again, 'outcomeUnknown');
  await again.resolve({ ...ASKED, action: 'abandon' });
  const { type, message, details } = await failureOf(again);
  expect({ type, details }).toMatchObject({ type: 'OrderAbandoned', details: { code: 'outcomeUnknown' } });
  expect(message).toContain(orderId);
});

test.concurrent('a withdrawn run ends so once a look shows that the earlier one placed nothing', async () => {
  const input = planChange(100006, { planNo: NOT_OFFERED });
  const first = await stack.orders.start('planChange', input);
  await falloutOf(first, 'checkFailed');
  await terminate(first);
  const again = await stack.orders.start('planChange', input);
  await falloutOf(again, 'checkFailed');
  expect(await again.withdraw(ASKED)).toMatchObject({
    accepted: false,
    why: expect.stringContaining('may have placed an order'),
  });
  await falloutOf(again, 'outcomeUnknown');
  await again.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } });
  expect(await failureOf(again)).toMatchObject({ type: 'OrderCancelled' });
  expect(stack.sandbox.records.calls.of('listOrders', { custNo: 100006 })).toBeGreaterThan(0);
  expect(stack.sandbox.records.calls.createsFor(100006)).toBe(0);
});

test.concurrent('an earlier order that Octane ended without a result does not matter', async () => {
  const input = planChange(990001);
  const first = await stack.orders.start('planChange', { ...input, custReqDate: '2026-03-02T00:00:00Z' });
  await falloutOf(first, 'rejected');
  await terminate(first);
  const again = await stack.orders.start('planChange', { ...input, holdUntil: NEVER });
  await once(again, isHeldUntilDate);
  expect(await again.withdraw(ASKED)).toMatchObject({ accepted: true });
  expect((await failureOf(again)).type).toBe('OrderCancelled');
});

test.concurrent('who was told of the order once, and abandons after another check, is not asked again', async () => {
  const input = planChange(100009);
  const first = await stack.orders.start('planChange', input);
  await orderIdOf(first);
  await terminate(first);
  const again = await stack.orders.start('planChange', { ...input, planNo: NOT_OFFERED });
  await falloutOf(again, 'checkFailed');
  await again.resolve({ ...ASKED, action: 'abandon' });
  await falloutOf(again, 'outcomeUnknown');
  await again.resolve({ ...ASKED, action: 'retry' });
  await falloutOf(again, 'checkFailed');
  await again.resolve({ ...ASKED, action: 'abandon' });
  expect((await failureOf(again)).type).toBe('OrderAbandoned');
});

test.concurrent(
  'an order that was adopted without the checks, and then rejected, is placed anew after them',
  async () => {
    const input = planChange(990024, { custReqDate: '2026-03-02T00:00:00Z' });
    const first = await stack.orders.start('planChange', input);
    const orderId = await orderIdOf(first);
    await terminate(first);
    const again = await stack.orders.start('planChange', { ...input, planNo: NOT_OFFERED });
    await falloutOf(again, 'checkFailed');
    await again.resolve({ ...ASKED, action: 'abandon' });
    await falloutOf(again, 'outcomeUnknown');
    await again.resolve({ ...ASKED, action: 'adopt', orderId });
    await falloutOf(again, 'rejected');
    await again.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } });
    expect(await again.result()).toMatchObject({ state: 'completed', note: 'The service is on plan 1003' });
    expect(ordersOf(990024)).toHaveLength(2);
  },
);
