import proto from '@temporalio/proto';
import type { OrderHandle } from '../../client/index.ts';
import { TASK_QUEUES, workflowIdOf } from '../../contract/names.ts';
import { setGroupWeights } from '../../worker/group-weights.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { planChangeInput } from './inputs.ts';

/** Orders at a time; each is polled twice a second, and the sandbox lives so slowly that none changes. */
const LARGE_GROUP = [100001, 100002, 100003, 100004, 100005, 100006, 100007, 990001, 990002, 990003, 990004];
const SMALL_GROUP = [100008, 100009];
const LAST = 100010;

const ACTIVITIES = proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY;

let stack: Stack;
const orders = new Map<number, OrderHandle>();
const orderIds = new Map<number, string>();

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 1, environment: { OCTANE_POLL_INTERVAL: '500ms' } });
  for (const custNo of LARGE_GROUP) orders.set(custNo, await start(custNo, 'large'));
  for (const custNo of SMALL_GROUP) orders.set(custNo, await start(custNo, 'small'));
  for (const [custNo, order] of orders) {
    const { orderId = '' } = await eventually(async () => {
      const progress = await order.progress();
      return progress.state === 'acknowledged' && progress.orderStatus !== undefined ? progress : undefined;
    });
    orderIds.set(custNo, orderId);
  }
  await saturate();
});

afterAll(async () => {
  await stack?.stop();
});

/** The sandbox has one group, so an order says only here which group it is taken for. */
async function start(custNo: number, fairnessKey: string): Promise<OrderHandle> {
  const input = planChangeInput({ service: { custNo } });
  await stack.client.workflow.start('planChange', {
    args: [input],
    workflowId: workflowIdOf(input.reference),
    taskQueue: TASK_QUEUES.orders,
    priority: { fairnessKey },
  });
  return stack.orders.order(input.reference);
}

/** From now on Octane takes much less than the polls would need. */
async function saturate(): Promise<void> {
  const { workflowService, options } = stack.client;
  const queue = { namespace: options.namespace, taskQueueType: ACTIVITIES };
  await workflowService.updateTaskQueueConfig({
    ...queue,
    taskQueue: TASK_QUEUES.octane,
    updateQueueRateLimit: { rateLimit: { requestsPerSecond: 4 }, reason: 'a test' },
  });
  await eventually(async () => {
    const { stats } = await workflowService.describeTaskQueue({
      ...queue,
      taskQueue: { name: TASK_QUEUES.octane },
      reportStats: true,
    });
    return Number(stats?.approximateBacklogCount ?? 0) >= 8 || undefined;
  });
}

function looks(custNos: number[]): number {
  return custNos.reduce((sum, custNo) => sum + looksAt(custNo), 0);
}

function looksAt(custNo: number): number {
  return stack.sandbox.records.calls.of('getOrder', { orderId: orderIds.get(custNo) });
}

const allLooks = () => stack.sandbox.records.calls.of('getOrder');

test('a small group has its share of the looks, however many orders another group has', async () => {
  const [large, small] = [looks(LARGE_GROUP), looks(SMALL_GROUP)];
  await eventually(() => Promise.resolve(looks([...LARGE_GROUP, ...SMALL_GROUP]) >= large + small + 30 || undefined));
  const seen = { large: looks(LARGE_GROUP) - large, small: looks(SMALL_GROUP) - small };
  // One look at each in turn would be 4 or 5 of 30.
  expect(seen.small).toBeGreaterThanOrEqual(8);
  expect(seen.large).toBeGreaterThanOrEqual(8);
});

test('an order that somebody wants to be looked at comes before the polls that wait', async () => {
  const [custNo = 0] = LARGE_GROUP;
  for (let time = 1; time <= 3; time += 1) {
    const [before, own] = [allLooks(), looksAt(custNo)];
    expect(await orders.get(custNo)?.poll()).toMatchObject({ polls: true });
    await eventually(() => Promise.resolve(looksAt(custNo) > own || undefined));
    expect(allLooks() - before).toBeLessThan(8);
  }
});

test('a new order is placed before the polls that wait, those of its own group too', async () => {
  const before = allLooks();
  await start(LAST, 'large');
  await eventually(() => Promise.resolve(stack.sandbox.records.ordersOf(LAST).length > 0 || undefined));
  // Three calls or more, each of which would wait for a look at each order otherwise.
  expect(allLooks() - before).toBeLessThan(20);
});

test("a group's weight is told to Temporal", async () => {
  const { workflowService, options } = stack.client;
  const { namespace } = options;
  await setGroupWeights(stack.env.nativeConnection, namespace, { groupWeights: { small: 2 } });
  const weights = await eventually(async () => {
    const { config } = await workflowService.describeTaskQueue({
      namespace,
      taskQueueType: ACTIVITIES,
      taskQueue: { name: TASK_QUEUES.octane },
      reportConfig: true,
    });
    return config?.fairnessWeightOverrides?.['small'];
  });
  expect(weights).toBe(2);
});
