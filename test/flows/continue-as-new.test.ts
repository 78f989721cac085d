import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { activateInput, planChangeInput } from './inputs.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

let stack: Stack;

beforeAll(async () => {
  // A history is said to be long after so many events, which is thousands in production.
  stack = await startDevServerStack({ speed: 500_000, longHistory: 20 });
});

afterAll(async () => {
  await stack?.stop();
});

async function runsOf(workflowId: string): Promise<string[]> {
  const runs: string[] = [];
  const query = `WorkflowId = '${workflowId}'`;
  for await (const { status } of stack.client.workflow.list({ query })) runs.push(status.name);
  return runs;
}

test('an order whose history grows long goes on in a new run, and is placed once', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990002 } }));
  const { orderId } = await order.result();
  expect(await order.progress()).toMatchObject({ state: 'completed', orderId });
  const timeline = (await order.progress()).timeline.map(({ text }) => text);
  expect(timeline.filter((text) => text.startsWith('Continues in a new run')).length).toBeGreaterThan(0);
  expect(timeline.filter((text) => text.startsWith('Octane has it as order'))).toHaveLength(1);
  expect(timeline[0]).toBe('Started');
  expect(stack.sandbox.records.calls.createsFor(990002)).toBe(1);
  expect(
    await eventually(async () => ((await runsOf(order.workflowId)).length > 1 ? runsOf(order.workflowId) : undefined)),
  ).toContain('CONTINUED_AS_NEW');
});

test('it keeps its service, for which another order waits', async () => {
  // Octane holds it for years, so that nothing moves while the other one waits.
  const input = planChangeInput({ service: { custNo: 100001 }, custReqDate: FAR_AHEAD });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => ((await runsOf(order.workflowId)).includes('CONTINUED_AS_NEW') ? true : undefined));
  await eventually(async () => (await order.progress()).orderStatus);
  const next = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 }, planNo: 1003 }));
  expect(await eventually(async () => (await next.progress()).heldBy)).toBe(order.workflowId);
  expect((await next.progress()).orderId).toBeUndefined();
  await stack.client.workflow.getHandle(order.workflowId).terminate('lasts for years');
  expect(await next.result()).toMatchObject({ state: 'completed' });
});

test('an activation with an appointment verifies its service in the new run', async () => {
  const input = activateInput({
    customer: { custNo: 100004 },
    address: { locationId: 'LOC380100010001' },
    appointment: { slotType: 'PM' },
    onFallout: 'wait',
  });
  const order = await stack.orders.start('activate', input);
  expect(await order.result()).toMatchObject({ state: 'completed' });
  const timeline = (await order.progress()).timeline.map(({ text }) => text);
  const newRun = timeline.findIndex((text) => text.startsWith('Continues in a new run'));
  expect(newRun).toBeGreaterThan(timeline.findIndex((text) => text.startsWith('Appointment ')));
  expect(stack.sandbox.records.calls.of('getService', { custNo: 100004 })).toBeGreaterThan(0);
});

test('an order that was to be withdrawn while it was being placed is followed in the new run', async () => {
  stack.sandbox.faults.set({
    rules: [{ fault: 'late', when: 'after', delay: 1500, operations: ['createModificationOrder'], custNo: 100003 }],
  });
  const input = planChangeInput({ service: { custNo: 100003 }, custReqDate: FAR_AHEAD });
  const order = await stack.orders.start('planChange', input);
  await eventually(() => Promise.resolve(stack.sandbox.records.calls.createsFor(100003) > 0 || undefined));
  expect(await order.withdraw({ by: 'Carla Customer', reason: 'changed my mind' })).toMatchObject({ accepted: false });
  await eventually(async () => (await runsOf(order.workflowId)).includes('CONTINUED_AS_NEW') || undefined);
  await eventually(async () => (await order.progress()).orderStatus);
  expect(await runsOf(order.workflowId)).toContain('RUNNING');
  await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
});

test('updates that make the history long are all answered, before and after', async () => {
  const input = planChangeInput({ service: { custNo: 990021 }, custReqDate: FAR_AHEAD });
  const order = await stack.orders.start('planChange', input);
  // A server fails the workflow task that ends a run when news arrive at that instant, and the update that came with it.
  const { orderId } = await eventually(async () => {
    const progress = await order.progress();
    return progress.orderStatus === undefined ? undefined : progress;
  });
  const asked = { by: 'Carla Customer', reason: 'changed my mind' };
  do {
    expect(await order.withdraw(asked)).toMatchObject({
      accepted: false,
      why: expect.stringContaining('activations only'),
    });
  } while (!(await runsOf(order.workflowId)).includes('CONTINUED_AS_NEW'));
  expect(await order.progress()).toMatchObject({ orderId });
  await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
});
