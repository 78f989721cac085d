import type { OrderHandle } from '../../client/index.ts';
import type { PlanChangeInput } from '../../contract/inputs.ts';
import { createOctane } from '../../octane/octane.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const DAY = 24 * 3_600_000;
const SPEED = 100;

/** Whose create-order call is carried out, with its answer lost. */
const LOST = [100_005, 100_006];
/** Whose create-order call is lost, and not carried out. */
const NEVER_SENT = 100_007;
/** Whose create-order call is carried out three seconds later. */
const LATE = [100_002, 100_004];

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({
    speed: SPEED,
    // The call that is late is one of an earlier worker, which was configured to wait for longer.
    config: { orderListDelay: '100ms', responseTimeout: '300ms', longestResponseTimeout: '2s' },
  });
  const operations = ['createModificationOrder' as const];
  stack.sandbox.faults.set({
    rules: [
      ...LOST.map((custNo) => ({ fault: 'reset' as const, when: 'after' as const, operations, custNo, calls: 1 })),
      { fault: 'reset', when: 'before', operations, custNo: NEVER_SENT, calls: 1 },
      ...LATE.map((custNo) => ({ fault: 'deferred' as const, delaySeconds: 3 * SPEED, operations, custNo, calls: 1 })),
    ],
  });
});

afterAll(async () => {
  await stack?.stop();
});

/** For a date that is far ahead, so that Octane's order stays open. */
function planChange(custNo: number, changes: Partial<PlanChangeInput> = {}): PlanChangeInput {
  return planChangeInput({ service: { custNo }, custReqDate: FAR_AHEAD, ...changes });
}

function start(input: PlanChangeInput): Promise<OrderHandle<'planChange'>> {
  return stack.orders.start('planChange', input);
}

const orderIdOf = (order: OrderHandle<'planChange'>) => eventually(async () => (await order.progress()).orderId);
const ordersOf = (custNo: number) => stack.sandbox.records.ordersOf(custNo).map(({ orderId }) => orderId);
const createsFor = (custNo: number) => stack.sandbox.records.calls.createsFor(custNo);
const isHit = (custNo: number) =>
  eventually(() => Promise.resolve(stack.sandbox.faults.log.some((hit) => hit.custNo === custNo) || undefined));

async function terminate({ workflowId }: OrderHandle<'planChange'>): Promise<void> {
  await stack.client.workflow.getHandle(workflowId).terminate('by mistake');
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Terminated'`;
  await eventually(async () => {
    for await (const execution of stack.client.workflow.list({ query })) return execution;
    return undefined;
  });
}

/** As `temporal workflow delete` does. Temporal knows nothing of the order afterwards. */
async function remove({ workflowId }: OrderHandle<'planChange'>): Promise<void> {
  const handle = stack.client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const { namespace } = stack.client.options;
  await stack.client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } });
  await eventually(() =>
    handle.describe().then(
      () => undefined,
      () => true,
    ),
  );
  await eventually(async () => {
    for await (const execution of stack.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      return execution.runId === '' || undefined;
    }
    return true;
  });
}

/** Somebody orders in Octane's own portal. */
async function orderInPortal(custNo: number, planNo: number): Promise<string> {
  const octane = createOctane({ ...stack.configuration.octane, responseTimeout: 20_000 }, () => undefined);
  const order = { subOrderType: 'PlanChange', custNo, planNo, custReqDate: FAR_AHEAD } as const;
  try {
    return await octane.orders.create(order);
  } finally {
    octane.close();
  }
}

test.concurrent('an order that was deleted is found again by its reference', async () => {
  const input = planChange(100_001);
  const first = await start(input);
  const orderId = await orderIdOf(first);
  await remove(first);
  const again = await start(input);
  expect(await orderIdOf(again)).toBe(orderId);
  expect(ordersOf(100_001)).toEqual([orderId]);
});

test.concurrent('an order that was deleted while its create call was under way is waited for, and found', async () => {
  const input = planChange(100_002);
  const first = await start(input);
  await isHit(100_002);
  await remove(first);
  const again = await start(input);
  const orderId = await orderIdOf(again);
  expect({ creates: createsFor(100_002), orders: ordersOf(100_002) }).toEqual({ creates: 1, orders: [orderId] });
});

test.concurrent('an order of a worker that waits for longer is waited for by one that waits for less', async () => {
  const input = planChange(100_004);
  const first = await start(input);
  await isHit(100_004);
  await terminate(first);
  const again = await start(input);
  const orderId = await orderIdOf(again);
  expect({ creates: createsFor(100_004), orders: ordersOf(100_004) }).toEqual({ creates: 1, orders: [orderId] });
});

test.concurrent('an order that is placed in the portal as well, with ours lost, is left to a person', async () => {
  const order = await start(planChange(100_005));
  await isHit(100_005);
  const [ours] = ordersOf(100_005);
  const theirs = await orderInPortal(100_005, 1002);
  await expect(order.result()).rejects.toMatchObject({
    details: { code: 'outcomeUnknown', candidates: expect.arrayContaining([ours, theirs]) },
  });
  expect(ordersOf(100_005)).toHaveLength(2);
});

test.concurrent('an order for another plan that is placed in the portal is left to a person, too', async () => {
  const order = await start(planChange(100_006));
  await isHit(100_006);
  const theirs = await orderInPortal(100_006, 1003);
  await expect(order.result()).rejects.toMatchObject({
    details: { code: 'outcomeUnknown', candidates: expect.arrayContaining([theirs]) },
  });
  expect(ordersOf(100_006)).toHaveLength(2);
});

test.concurrent(
  'an order that is in the portal, and was lost on our side, is taken up: one order, as was wanted',
  async () => {
    const order = await start(planChange(NEVER_SENT));
    await isHit(NEVER_SENT);
    const theirs = await orderInPortal(NEVER_SENT, 1002);
    expect(await orderIdOf(order)).toBe(theirs);
    expect(ordersOf(NEVER_SENT)).toEqual([theirs]);
  },
);

test.concurrent('a second reference for the same plan of the same customer orders nothing more', async () => {
  const input = planChange(100_008, { custReqDate: '2026-03-02T00:00:00Z' });
  const [first, second] = await Promise.all([start(input), start({ ...input, reference: `${input.reference}-again` })]);
  await Promise.race([orderIdOf(first), orderIdOf(second)]);
  stack.sandbox.records.settle(Date.now() + DAY);
  const results = await Promise.all([first.result(), second.result()]);
  expect(results.map(({ state }) => state)).toEqual(['completed', 'completed']);
  expect(results.map(({ note }) => note).join()).toContain('Nothing was ordered');
  expect(ordersOf(100_008)).toHaveLength(1);
});
