import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderHandle } from '../../client/index.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { mutated } from '../replay/mutations.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startHoldingProxy } from './holding-proxy.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'nbn-standstill-'));
const bundle = join(folder, 'bundle.js');

let stack: Stack;
let tcpProxy: TcpProxy;
const started: WorkerProcess[] = [];

beforeAll(async () => {
  // An attempt is given up after two minutes otherwise; it has to be longer than three calls, as in production.
  const shorter = mutated(readFileSync(TEST_BUNDLE, 'utf8'), {
    replace: /(?<=maximumAttempts: 1\s*\},\s*startToCloseTimeout: )(['"])2 minutes\1/,
    by: '"7 seconds"',
  });
  writeFileSync(bundle, shorter);
  stack = await startDevServerStack({
    speed: 20_000,
    workers: false,
    config: { orderListDelay: '100ms', responseTimeout: '2s', longestResponseTimeout: '2s' },
  });
  tcpProxy = await startTcpProxy(stack.env.address);
});

afterEach(async () => {
  for (const worker of started.splice(0)) {
    worker.kill('SIGKILL');
    await worker.ended;
  }
});

afterAll(async () => {
  await tcpProxy?.close();
  await stack?.stop();
  rmSync(folder, { recursive: true });
});

function startWorker(environment: NodeJS.ProcessEnv): WorkerProcess {
  const worker = startWorkerProcess({ ...stack.environment, ...environment }, ['test/chaos/worker-process.ts', bundle]);
  started.push(worker);
  return worker;
}

/** As the machine of a worker does that is paused, or out of memory; then Temporal gives it no more tasks. */
function standStill(worker: WorkerProcess): void {
  worker.kill('SIGSTOP');
  tcpProxy.cut();
}

/** Lets the worker go on, and waits until it has done whatever it had in hand. */
async function goOn(worker: WorkerProcess): Promise<void> {
  worker.kill('SIGCONT');
  worker.kill('SIGTERM');
  await worker.ended;
}

function start(custNo: number): Promise<OrderHandle> {
  return stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
}

function orderIdsOf(custNo: number): string[] {
  return stack.sandbox.records.ordersOf(custNo).map(({ orderId }) => orderId);
}

test('a worker that stands still while its create-order call is under way: the next one finds the order', async () => {
  const custNo = 100001;
  stack.sandbox.faults.set({
    rules: [{ fault: 'late', delay: 1500, when: 'after', operations: ['createModificationOrder'], custNo }],
  });
  const first = startWorker({ TEMPORAL_ADDRESS: tcpProxy.address });
  const order = await start(custNo);
  const [orderId] = await eventually(() => Promise.resolve(orderIdsOf(custNo)[0] ? orderIdsOf(custNo) : undefined));
  standStill(first);

  startWorker({});
  expect(await order.result()).toMatchObject({ state: 'completed', orderId });
  await goOn(first);
  expect(orderIdsOf(custNo)).toEqual([orderId]);
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(1);
});

test('a worker that stands still while it searches, before its create-order call: the next one sends it, and it does not', async () => {
  const custNo = 100002;
  // The first call is lost, so that the next attempt searches first; there it stops.
  stack.sandbox.faults.set({ rules: [{ fault: 'reset', operations: ['createModificationOrder'], custNo, calls: 1 }] });
  const proxy = await startHoldingProxy(stack.sandbox.baseUrl, '/service/orders?');
  const first = startWorker({ TEMPORAL_ADDRESS: tcpProxy.address, OCTANE_BASE_URL: proxy.baseUrl });
  const order = await start(custNo);
  await proxy.reached;
  standStill(first);
  // The answer that there is none waits for it.
  proxy.open();

  startWorker({});
  const { orderId, state } = await order.result();
  expect(state).toBe('completed');
  await goOn(first);
  await proxy.close();
  expect(orderIdsOf(custNo)).toEqual([orderId]);
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(2);
});
