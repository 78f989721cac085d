import { freePort } from '../../local/ports.ts';
import { eventually } from '../eventually.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startHoldingProxy } from './holding-proxy.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

let stack: Stack;
const started: WorkerProcess[] = [];

function startWorker(environment: NodeJS.ProcessEnv): WorkerProcess {
  const worker = startWorkerProcess(environment);
  started.push(worker);
  return worker;
}

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 5_000, workers: false });
});

/** PENDING_ACTIVITY_STATE_SCHEDULED: waits for its next attempt. */
const SCHEDULED = 1;

afterEach(async () => {
  // Whatever a failed test left behind would take the next test's orders.
  for (const worker of started.splice(0)) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
});

afterAll(async () => {
  await stack?.stop();
});

test('wrong settings are all named in one message, and the worker does not start', async () => {
  const worker = startWorker({
    OCTANE_BASE_URL: 'benzine',
    OCTANE_POLL_INTERVAL: '30',
    OCTANE_PASSWORD: 'hunter2',
  });
  const { exitCode, errors } = await worker.ended;
  expect(exitCode).toBe(1);
  expect(errors).toMatch(/OCTANE_BASE_URL: must be an http or https URL/);
  expect(errors).toMatch(/OCTANE_USERNAME: is required/);
  expect(errors).toMatch(/OCTANE_POLL_INTERVAL: must be a time .* such as 30s, 30m or 1h/);
  expect(errors).not.toContain('hunter2');
});

test('an unreachable Temporal is said with its address and what to set', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const { exitCode, errors } = await startWorker({ ...stack.environment, TEMPORAL_ADDRESS: address }).ended;
  expect(exitCode).toBe(1);
  expect(errors).toContain(`Temporal cannot be reached at ${address}`);
  expect(errors).toContain('TEMPORAL_ADDRESS');
});

test('an order goes on when its worker is killed while it is followed, and started again', async () => {
  // Killed between two polls: one that is cut off is given up after a minute only.
  const first = startWorker({ ...stack.environment, OCTANE_POLL_INTERVAL: '5s' });
  const order = await stack.orders.start('activate', activateInput({ customer: { custNo: 100004 } }));
  await eventually(async () => (await order.progress()).orderStatus);
  const workflow = stack.client.workflow.getHandle(order.workflowId);
  await eventually(async () => {
    const [poll] = (await workflow.describe()).raw.pendingActivities ?? [];
    return poll?.lastFailure && Number(poll.state) === SCHEDULED ? true : undefined;
  });
  first.kill('SIGKILL');
  await first.ended;

  const second = startWorker(stack.environment);
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(stack.sandbox.records.ordersOf(100004)).toHaveLength(1);
  second.kill('SIGTERM');
  expect((await second.ended).exitCode).toBe(0);
});

test('a shutdown lets a running call to Octane end, and its answer is kept', async () => {
  const proxy = await startHoldingProxy(stack.sandbox.baseUrl, '/service/orders/change');
  const worker = startWorker({ ...stack.environment, OCTANE_BASE_URL: proxy.baseUrl });
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100002 } }));
  await proxy.reached;
  worker.kill('SIGTERM');
  proxy.open();
  expect((await worker.ended).exitCode).toBe(0);
  await proxy.close();

  const next = startWorker(stack.environment);
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(stack.sandbox.records.calls.createsFor(100002)).toBe(1);
  next.kill('SIGTERM');
  await next.ended;
});

test('a withdrawal during a create whose answer is lost does not claim that nothing was placed', async () => {
  const proxy = await startHoldingProxy(stack.sandbox.baseUrl, '/service/orders/change');
  startWorker({ ...stack.environment, OCTANE_BASE_URL: proxy.baseUrl });
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990016 } }));
  await proxy.reached;
  const verdict = order.withdraw({ by: 'Carla Customer', reason: 'moving abroad' });
  await eventually(async () => (await order.progress()).timeline.find(({ text }) => text.includes('asks to withdraw')));
  proxy.open();
  expect(await verdict).toMatchObject({ accepted: false, why: expect.stringContaining('it is being searched for') });
  // Octane turns out to have none, and is sent none.
  await expect(order.result()).rejects.toMatchObject({ type: 'OrderCancelled' });
  expect(stack.sandbox.records.calls.createsFor(990016)).toBe(1);
  await proxy.close();
});

test('no log holds a password or anything personal, however much is logged', async () => {
  const worker = startWorker({ ...stack.environment, NBN_LOG_LEVEL: 'trace' });
  const input = activateInput({ customer: { custNo: 990001 } });
  const order = await stack.orders.start('activate', input);
  await order.result().catch(() => undefined);
  worker.kill('SIGTERM');
  const { output, errors } = await worker.ended;
  expect(output).toContain(order.workflowId);
  const { name, phone, email } = input.contact;
  for (const secret of [name, phone, email, stack.configuration.octane.password, 'Sample Street']) {
    expect(output + errors).not.toContain(secret);
  }
});
