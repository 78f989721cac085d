import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { OrderHandle } from '../../client/index.ts';
import { UPDATES } from '../../contract/names.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };
/** Its create-order calls are refused. */
const REFUSED = 990_008;
const HUGE = 'x'.repeat(400_000);

let stack: Stack;
let refused: OrderHandle;
let open: OrderHandle;

beforeAll(async () => {
  // A history is said to be long after few events, so that an order has to carry over what it has taken.
  stack = await startDevServerStack({ longHistory: 60 });
  [refused, open] = await Promise.all([
    stack.orders.start('planChange', planChangeInput({ service: { custNo: REFUSED }, onFallout: 'wait' })),
    stack.orders.start('planChange', planChangeInput({ custReqDate: FAR_AHEAD })),
  ]);
  await eventually(async () => (await refused.progress()).fallout);
  await eventually(async () => (await open.progress()).orderStatus);
});

afterAll(async () => {
  await stack?.stop();
});

/** As any program sends it, whatever its form. */
function send({ workflowId }: OrderHandle, update: string, request: unknown): Promise<unknown> {
  return stack.client.workflow.getHandle(workflowId).executeUpdate<unknown, [unknown]>(update, { args: [request] });
}

const isRefused = (sent: Promise<unknown>) => expect(sent).rejects.toThrow(WorkflowUpdateFailedError);

test.each<[string, unknown]>([
  ['a field is misspelt', { ...ASKED, action: 'retry', Input: { planNo: 1003 } }],
  ['a field of the input is misspelt', { ...ASKED, action: 'retry', input: { PlanNo: 1003 } }],
  ['the input belongs to another action', { ...ASKED, action: 'abandon', input: { planNo: 1003 } }],
  ['the id belongs to another action', { ...ASKED, action: 'retry', orderId: '5000001' }],
  ['the id is missing', { ...ASKED, action: 'adopt' }],
  ['the id is a number', { ...ASKED, action: 'adopt', orderId: 5000001 }],
  ['the action is written otherwise', { ...ASKED, action: 'Retry' }],
  ['the input is a text', { ...ASKED, action: 'retry', input: '{"planNo": 1003}' }],
  ['the input is a list', { ...ASKED, action: 'retry', input: [{ planNo: 1003 }] }],
  ['the input is of another order', { ...ASKED, action: 'retry', input: { reference: 'SO-2' } }],
  ['it is in a list', [{ ...ASKED, action: 'retry' }]],
  ['it is a text', 'retry'],
  ['it is nothing', null],
])('a decision is refused, and nothing is sent again, when %s', async (_, decision) => {
  const creates = stack.sandbox.records.calls.createsFor(REFUSED);
  await isRefused(send(refused, UPDATES.resolve, decision));
  expect(await refused.progress()).toMatchObject({ state: 'fallout' });
  expect(stack.sandbox.records.calls.createsFor(REFUSED)).toBe(creates);
});

test('a decision is refused when it is missing', async () => {
  await isRefused(stack.client.workflow.getHandle(refused.workflowId).executeUpdate(UPDATES.resolve));
  expect(await refused.progress()).toMatchObject({ state: 'fallout' });
});

test.each<[string, string, unknown]>([
  ['a withdrawal', UPDATES.withdraw, { ...ASKED, reason: HUGE }],
  ['a withdrawal', UPDATES.withdraw, { ...ASKED, by: HUGE }],
  ['a withdrawal', UPDATES.withdraw, { ...ASKED, [HUGE]: true }],
  ['another appointment', UPDATES.reschedule, { ...ASKED, slotId: HUGE }],
  ['a decision', UPDATES.resolve, { ...ASKED, action: HUGE }],
  ['a decision', UPDATES.resolve, { ...ASKED, action: 'retry', input: { cancelReason: HUGE } }],
])('%s of 400 kB is refused, and leaves nothing in the history', async (_, update, request) => {
  const workflow = stack.client.workflow.getHandle(refused.workflowId);
  const { historySize = 0 } = await workflow.describe();
  await isRefused(send(refused, update, request));
  expect((await workflow.describe()).historySize).toBe(historySize);
});

test('an order takes 120 withdrawals with the longest reason, and 8 that are far too long, and is followed on', async () => {
  const { orderId } = await open.progress();
  for (let sent = 0; sent < 8; sent += 1) await isRefused(send(open, UPDATES.withdraw, { ...ASKED, reason: HUGE }));
  const longest = { by: '🙂'.repeat(100), reason: '\\u0000"\n'.repeat(100) };
  for (let sent = 0; sent < 120; sent += 10) {
    await Promise.all(Array.from({ length: 10 }, () => send(open, UPDATES.withdraw, longest)));
  }
  const { timeline, ...progress } = await open.progress();
  expect(progress).toMatchObject({ orderId, state: 'acknowledged' });
  expect(timeline.length).toBeLessThanOrEqual(100);
  expect(timeline.map(({ text }) => text).join()).toContain('Continues in a new run');
  expect(stack.sandbox.records.ordersOf(100_002)).toHaveLength(1);
  await stack.client.workflow.getHandle(open.workflowId).terminate('the test is over');
});

test('a withdrawal without a name does not withdraw an activation', async () => {
  const order = await stack.orders.start('activate', activateInput({ custReqDate: FAR_AHEAD }));
  await eventually(async () => (await order.progress()).orderStatus);
  await isRefused(send(order, UPDATES.withdraw, { reason: 'moving abroad' }));
  await isRefused(send(order, UPDATES.withdraw, { ...ASKED, orderid: '5000009' }));
  expect(await order.progress()).toMatchObject({ state: 'acknowledged' });
  expect(stack.sandbox.records.calls.of('cancelOrder')).toBe(0);
  await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
});
