import { createOctane } from '../../octane/octane.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { activateInput, PERSON, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const MINUTE = 60_000;
const PLAN_NO = 1003;

let stack: Stack;
let stopWorkers: () => Promise<void>;

/** The server was restored as it was an hour ago. What it has forgotten is in Octane all the same. */
beforeAll(async () => {
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * MINUTE).toISOString();
  stack = await startDevServerStack({
    speed: 1,
    workers: false,
    config: { restored: { from: at(60), until: at(10) } },
  });
  stopWorkers = await stack.startWorkers();
});

afterAll(async () => {
  await stopWorkers?.();
  await stack?.stop();
});

/** What a worker ordered whose order the server does not know any more. */
async function orderBeforeTheRestore(custNo: number): Promise<string> {
  const octane = createOctane(stack.configuration.octane, () => undefined);
  try {
    return await octane.orders.create({ subOrderType: 'PlanChange', custNo, planNo: PLAN_NO, custReqDate: FAR_AHEAD });
  } finally {
    octane.close();
  }
}

const wish = (custNo: number) => planChangeInput({ service: { custNo }, planNo: PLAN_NO, custReqDate: FAR_AHEAD });

test('an order that Octane got after the backup is found, and not placed twice', async () => {
  const orderId = await orderBeforeTheRestore(100001);
  const order = await stack.orders.start('planChange', wish(100001));
  expect(await eventually(async () => (await order.progress()).orderId)).toBe(orderId);
  expect(stack.sandbox.records.calls.createsFor(100001)).toBe(1);
});

test('an order that Octane never got is placed, once', async () => {
  const order = await stack.orders.start('planChange', wish(100002));
  await eventually(async () => (await order.progress()).orderId);
  expect(stack.sandbox.records.calls.createsFor(100002)).toBe(1);
});

test('an order whose customer is new is placed, once', async () => {
  const order = await stack.orders.start('activate', activateInput({ customer: { new: PERSON } }));
  await eventually(async () => (await order.progress()).orderId);
  const { custNo = 0 } = await order.progress();
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(1);
});
