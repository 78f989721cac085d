import { randomUUID } from 'node:crypto';
import { lockIdOf, SERVICE_LOCK, serviceOf, type LockState } from '../../contract/service-lock.ts';
import { TASK_QUEUES, workflowIdOf } from '../../contract/names.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { SHORT_CALLS } from '../flows/service-queue.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ config: SHORT_CALLS, workers: false });
});

afterAll(async () => {
  await stack?.stop();
});

/** PENDING_ACTIVITY_STATE_STARTED. */
const STARTED = 2;

test('a worker stops in time while a lock asks an order that no worker answers for', async () => {
  const { client } = stack;
  const input = planChangeInput({ service: { custNo: 100001 } });
  const order = workflowIdOf(input.reference);
  await client.workflow.start('planChange', { workflowId: order, taskQueue: 'without-a-worker', args: [input] });
  const service = serviceOf.customer(100001);
  const since = new Date().toISOString();
  // As after a reset of the holder: the lock asks which services the new run wants.
  const holder = { order, chain: randomUUID(), since };
  const state: LockState = { service, queue: [], holding: { holder, heldSince: since } };
  const lock = await client.workflow.start(SERVICE_LOCK, {
    workflowId: lockIdOf(service),
    taskQueue: TASK_QUEUES.orders,
    args: [state],
  });
  const stopWorkers = await stack.startWorkers();
  await eventually(async () => {
    const { raw } = await lock.describe();
    return raw.pendingActivities?.some((activity) => Number(activity.state) === STARTED) ? true : undefined;
  });
  await expect(stopWorkers()).resolves.toBeUndefined();
});
