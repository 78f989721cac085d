import { UpdateRefused, type OrderHandle } from '../../client/index.ts';
import type { ActivateInput, PlanChangeInput } from '../../contract/inputs.ts';
import type { Progress } from '../../contract/outputs.ts';
import { UPDATES } from '../../contract/names.ts';
import type { WithdrawRequest } from '../../contract/updates.ts';
import { eventually } from '../eventually.ts';
import { said } from '../personality.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, planChangeInput } from './inputs.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

const ASKED = { by: 'Carla Customer', reason: 'moving abroad' };

let stack: Stack;

/** Slow enough to meet an activation between its point of no return and its completion. */
const SPEED = 7200;

beforeAll(async () => {
  // Without a list of orders only a person can tell what became of a lost create.
  stack = await startDevServerStack({ speed: SPEED, config: { paths: { listOrders: '/v1/not/there' } } });
});

afterAll(async () => {
  await stack?.stop();
});

function planChange(custNo: number, changes: Partial<PlanChangeInput> = {}): Promise<OrderHandle> {
  return stack.orders.start('planChange', planChangeInput({ service: { custNo }, ...changes }));
}

/** At a location of its own, because one order at a time has a location. */
function activation(custNo: number, changes: Partial<ActivateInput> = {}): Promise<OrderHandle> {
  const address = { locationId: `LOC380${custNo}995` };
  return stack.orders.start('activate', activateInput({ customer: { custNo }, address, ...changes }));
}

/** The order's progress, once it is as it should be. */
function progressOnce(order: OrderHandle, isSo: (progress: Progress) => boolean): Promise<Progress> {
  return eventually(async () => {
    const progress = await order.progress();
    return isSo(progress) ? progress : undefined;
  });
}

const isPlaced = ({ orderId }: Progress) => orderId !== undefined;
const isInFallout = ({ state }: Progress) => state === 'fallout';

/** What the API answers, or what the cancellation of the workflow leaves in the timeline. */
async function cancelWorkflow(order: OrderHandle): Promise<void> {
  await stack.client.workflow.getHandle(order.workflowId).cancel();
}

async function timelineOf(order: OrderHandle): Promise<string[]> {
  return (await order.progress()).timeline.map(({ text }) => text);
}

function stageOf(orderId = ''): string | undefined {
  return stack.sandbox.records.order(orderId)?.stage.orderStatus;
}

describe('before the order is placed', () => {
  const holdUntil = FAR_AHEAD;

  test('while it is held until a date, it ends, and nothing is placed', async () => {
    const order = await planChange(100001, { holdUntil });
    await progressOnce(order, ({ state, waitingFor }) => state === 'waiting' && waitingFor === 'date');
    expect(await order.withdraw(ASKED)).toEqual({
      accepted: true,
      why: 'Nothing was placed with Octane, and nothing will be.',
    });
    expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
    expect(await order.progress()).toMatchObject({ state: 'cancelled' });
    expect(await timelineOf(order)).toContain('Carla Customer asks to withdraw the order: moving abroad');
    expect(stack.sandbox.records.calls.createsFor(100001)).toBe(0);
  });

  test('while it waits for its turn, it ends, and the others go on', async () => {
    const holder = await planChange(100002, { planNo: 4711, onFallout: 'wait' });
    await progressOnce(holder, isInFallout);
    const order = await planChange(100002);
    await progressOnce(order, ({ heldBy }) => heldBy === holder.workflowId);
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
    expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
    expect(await order.progress()).not.toHaveProperty('heldBy');

    await holder.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } });
    expect(await holder.result()).toMatchObject({ state: 'completed' });
    expect(stack.sandbox.records.calls.createsFor(100002)).toBe(1);
  });

  test.each(['wait', 'fail'] as const)(
    'while the create call is refused again and again, it ends (onFallout: %s)',
    async (onFallout) => {
      const order = await planChange(990006, { onFallout });
      await eventually(async () => (await timelineOf(order)).find((text) => text.startsWith('Not yet: ')));
      expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
      expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
      expect(stack.sandbox.records.ordersOf(990006)).toHaveLength(0);
    },
  );

  test('cancelling the workflow means the same', async () => {
    const order = await planChange(100003, { holdUntil });
    await progressOnce(order, ({ waitingFor }) => waitingFor === 'date');
    await cancelWorkflow(order);
    expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
    expect(await timelineOf(order)).toContainEqual(expect.stringContaining('the workflow was cancelled'));
    expect(stack.sandbox.records.calls.createsFor(100003)).toBe(0);
  });

  test.each([
    { withdraw: (order: OrderHandle) => order.withdraw(ASKED), how: 'withdrawn' },
    { withdraw: cancelWorkflow, how: 'cancelled' },
  ])('at once after its start: $how, it is placed or not, but never abandoned', async ({ withdraw }) => {
    const order = await planChange(100004, { planNo: 1003 });
    await withdraw(order);
    const ending = await order.result().catch(() => undefined);
    const placed = stack.sandbox.records.ordersOf(100004);
    if (ending === undefined) expect(placed).toHaveLength(0);
    else expect(placed.at(-1)?.stage.orderStatus).toBe('Completed');
  });
});

describe('once Octane has the order', () => {
  test('a plan change goes on, and it is said why', async () => {
    const order = await planChange(100005);
    const { orderId } = await progressOnce(order, isPlaced);
    const why = `Octane has the planChange order ${orderId}, and it can withdraw activations only.`;
    expect(await order.withdraw(ASKED)).toEqual({ accepted: false, why });
    expect(await timelineOf(order)).toContain(`Withdrawal refused: ${why}`);
    expect(await order.result()).toMatchObject({ state: 'completed', orderId });
  });

  test.each([
    { how: 'withdraw', custNo: 990003 },
    { how: 'cancel the workflow', custNo: 990003 },
  ])('an activation is cancelled: $how', async ({ how, custNo }) => {
    const order = await activation(custNo, { onFallout: 'wait' });
    const { orderId } = await progressOnce(order, isPlaced);
    if (how === 'withdraw') expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
    else await cancelWorkflow(order);
    expect(await failureOf(order)).toMatchObject({
      type: 'OrderCancelled',
      message: expect.stringContaining('Withdrawn as requested'),
      details: { orderId },
    });
    expect(stageOf(orderId)).toBe('Cancelled');
    expect((await timelineOf(order)).join()).not.toContain('A person must decide');
  });

  test('an activation that is withdrawn twice is withdrawn once, and the second answer takes nothing back', async () => {
    const order = await activation(990003, { onFallout: 'wait' });
    await progressOnce(order, isPlaced);
    const handle = stack.client.workflow.getHandle(order.workflowId);
    const send = (updateId: string) => handle.executeUpdate(UPDATES.withdraw, { args: [ASKED], updateId });
    const first = await send('one');
    expect(await send('one')).toEqual(first);
    expect(first).toMatchObject({ accepted: true });
    await send('two');
    expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
  });

  test('an activation past its point of no return goes on', async () => {
    const order = await activation(100006);
    await progressOnce(order, ({ orderExternalStatus }) => orderExternalStatus === said('In Progress'));
    stack.runSandboxAt(0);
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: false });
    stack.runSandboxAt(SPEED);
    expect(await order.result()).toMatchObject({ state: 'completed' });
  });

  test('completion wins against a withdrawal that came too late', async () => {
    const order = await activation(990023);
    await progressOnce(order, isPlaced);
    expect(await order.withdraw(ASKED)).toMatchObject({
      accepted: true,
      why: expect.stringContaining('the order tells whether it was in time'),
    });
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(await timelineOf(order)).toContainEqual(expect.stringContaining('Withdrawal accepted'));
  });
});

describe('while a person must decide', () => {
  test('before the placing, the order ends', async () => {
    const order = await planChange(100007, { planNo: 4711, onFallout: 'wait' });
    await progressOnce(order, isInFallout);
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
    expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
    const progress = await order.progress();
    expect(progress).toMatchObject({ state: 'cancelled' });
    expect(progress).not.toHaveProperty('fallout');
  });

  test.each([
    { how: 'withdraw', withdraw: (order: OrderHandle) => order.withdraw(ASKED) },
    { how: 'cancel the workflow', withdraw: cancelWorkflow },
  ])('after Octane rejected it there is nothing to withdraw, only to decide: $how', async ({ withdraw }) => {
    const order = await planChange(990001, { onFallout: 'wait' });
    const { orderId } = await progressOnce(order, isInFallout);
    await withdraw(order);
    const why = `Octane has ended order ${orderId} already. To leave it, resolve with abandon.`;
    await progressOnce(order, ({ timeline }) => timeline.some(({ text }) => text === `Withdrawal refused: ${why}`));
    await order.resolve({ ...ASKED, action: 'abandon' });
    expect(await failureOf(order)).toMatchObject({ type: 'OrderAbandoned', details: { orderId } });
  });

  test.each([
    { how: 'withdraw', planNo: 1003, withdraw: (order: OrderHandle) => order.withdraw(ASKED) },
    { how: 'cancel the workflow', planNo: 1002, withdraw: cancelWorkflow },
  ])('an order that Octane may have is not abandoned: $how', async ({ planNo, withdraw }) => {
    const order = await planChange(990005, { onFallout: 'wait', planNo });
    await progressOnce(order, isInFallout);
    await withdraw(order);
    await eventually(async () =>
      (await timelineOf(order)).find((text) => text.startsWith('Withdrawal refused: It is not known')),
    );
    expect(await order.progress()).toMatchObject({ state: 'fallout' });
    const orderId = stack.sandbox.records.ordersOf(990005).at(-1)?.orderId ?? '';
    await order.resolve({ ...ASKED, action: 'adopt', orderId });
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: false, why: expect.stringContaining(orderId) });
    await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
  });
});

describe('a withdrawal is refused', () => {
  test.each([
    { name: 'without by', request: { reason: 'why' }, why: /"by" is required/ },
    { name: 'without reason', request: { by: 'me' }, why: /"reason" is required/ },
  ])('$name, and nothing is changed', async ({ request, why }) => {
    const order = await planChange(100008, { planNo: 4711, onFallout: 'wait' });
    await progressOnce(order, isInFallout);
    const before = await timelineOf(order);
    const attempt = order.withdraw(request as WithdrawRequest);
    await expect(attempt).rejects.toThrow(UpdateRefused);
    await expect(attempt).rejects.toThrow(why);
    expect(await timelineOf(order)).toEqual(before);
    await order.withdraw(ASKED);
    await failureOf(order);
  });

  test('after the order’s end', async () => {
    const order = await planChange(100009);
    await order.result();
    await expect(order.withdraw(ASKED)).rejects.toThrow();
    expect(await order.progress()).toMatchObject({ state: 'completed' });
  });
});
