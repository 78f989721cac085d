import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { planChangeInput } from './inputs.ts';

const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack();
});

afterAll(async () => {
  await stack?.stop();
});

test('a decision that comes when a withdrawal has overtaken its question does not answer the next one', async () => {
  const custNo = 100001;
  // Waits for a person before it is placed.
  const input = planChangeInput({ service: { custNo }, planNo: 4711, onFallout: 'wait' });
  const first = await stack.orders.start('planChange', input);
  await eventually(async () => (await first.progress()).fallout);
  await stack.client.workflow.getHandle(first.workflowId).terminate('by mistake');
  await eventually(async () => {
    const query = `WorkflowId = '${first.workflowId}' AND ExecutionStatus = 'Terminated'`;
    for await (const execution of stack.client.workflow.list({ query })) return execution;
    return undefined;
  });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => (await order.progress()).fallout);

  // Whether the run before has left an order takes a while to tell: once for the withdrawal, once before the order may end.
  stack.sandbox.faults.set({ rules: [{ fault: 'late', when: 'before', delay: 2000, operations: ['listOrders'] }] });
  expect(await order.withdraw(ASKED)).toMatchObject({ accepted: false });
  await expect(order.resolve({ ...ASKED, action: 'abandon' })).rejects.toThrow(/nothing to decide/);
  const asked = await eventually(async () => (await order.progress()).fallout);
  expect(asked.code).toBe('outcomeUnknown');
  await order.resolve({ ...ASKED, action: 'abandon' });
  expect(await failureOf(order)).toMatchObject({ type: 'OrderAbandoned', details: { code: 'outcomeUnknown' } });
});
