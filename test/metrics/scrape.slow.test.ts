import { freePort } from '../../local/ports.ts';
import { METRICS } from '../../worker/metric-table.ts';
import { countNow } from './count-now.ts';
import { eventually } from '../eventually.ts';
import { eventsTo, startReceiver, type TestReceiver } from '../events/receiver.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startWorkerProcess, type WorkerProcess } from '../worker/worker-process.ts';
import { scrape, sumOf } from './scrape.ts';

let stack: Stack;
let worker: WorkerProcess;
let receiver: TestReceiver;
let address: string;

beforeAll(async () => {
  receiver = await startReceiver();
  stack = await startDevServerStack({
    speed: 5_000,
    workers: false,
    environment: { OCTANE_REQUESTS_PER_SECOND: '50' },
    config: {
      targets: [{ phase: 'fallout', target: '1 minute' }],
      events: eventsTo(receiver),
      watch: { interval: '10s' },
    },
  });
  address = `127.0.0.1:${await freePort()}`;
  worker = startWorkerProcess({ ...stack.environment, NBN_METRICS_ADDRESS: address });
  await eventually(() => valueOf(METRICS.octaneAllowedCalls));
});

afterAll(async () => {
  worker?.kill('SIGKILL');
  await worker?.ended;
  await stack?.stop();
  await receiver?.close();
});

async function valueOf({ name }: { name: string }, labels?: Record<string, string>): Promise<number | undefined> {
  return sumOf(await scrape(address).catch(() => []), name, labels);
}

/** Until the figure is at least so much, with a count after each look that comes too early. */
function atLeast(least: number, metric: { name: string }, labels?: Record<string, string>): Promise<number> {
  return eventually(
    async () => {
      const value = await valueOf(metric, labels);
      if (value !== undefined && value >= least) return value;
      await countNow(stack.client);
      return undefined;
    },
    90,
    1_000,
  );
}

const testOf = (custNo: number) => ({ reference: `T-${custNo}`, service: { custNo }, testType: 'Optical Power' });

const planChangeOf = (custNo: number, onFallout: 'wait' | 'fail' = 'wait') =>
  stack.orders.start('planChange', planChangeInput({ service: { custNo }, onFallout }));

test('shows what became of orders, and what they needed of Octane', async () => {
  const { octaneCalls, octaneCallDuration, octaneAllowedCalls, unmappedStatuses } = METRICS;
  const orders = await Promise.all([
    stack.orders.start('activate', activateInput({ customer: { custNo: 100004 } })),
    stack.orders.start('diagnosticTest', testOf(100006)),
    // A status that no row maps.
    planChangeOf(990004),
  ]);
  await Promise.all(orders.map((order) => order.result()));

  expect(await valueOf(octaneCalls, { operation: 'createActivationOrder', outcome: 'done' })).toBe(1);
  expect(await valueOf(octaneCalls, { operation: 'createEnquiry', outcome: 'done' })).toBe(1);
  const polls = await valueOf(octaneCalls, { operation: 'getOrder', outcome: 'done' });
  expect(polls).toBeGreaterThan(2);
  expect(await valueOf({ name: `${octaneCallDuration.name}_count` }, { operation: 'getOrder' })).toBe(polls);
  const polled = await valueOf({ name: `${octaneCallDuration.name}_sum` }, { operation: 'getOrder' });
  expect(polled).toBeGreaterThan(0);
  expect(polled).toBeLessThan(60);
  expect(await valueOf(octaneAllowedCalls)).toBe(50);
  expect(await valueOf(unmappedStatuses)).toBe(1);
});

test('shows unknown outcomes, and how each was resolved', async () => {
  const { unknownOutcomes, resolutions } = METRICS;
  const operation = 'createModificationOrder';
  expect(await valueOf(unknownOutcomes, { operation })).toBe(0);
  // Octane has the one whose answer was lost, and does not have the one that was lost on its way.
  await (await planChangeOf(990005, 'fail')).result();
  expect(await valueOf(resolutions, { resolution: 'found' })).toBe(1);
  await (await planChangeOf(990010, 'fail')).result().catch(() => undefined);
  expect(await valueOf(resolutions, { resolution: 'absent' })).toBeGreaterThan(0);

  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 404, operations: ['listOrders'] }] });
  const order = await stack.orders.start(
    'planChange',
    planChangeInput({ service: { custNo: 990019 }, onFallout: 'wait' }),
  );
  await eventually(async () => (await order.progress()).fallout);
  stack.sandbox.faults.clear();
  expect(await valueOf(resolutions, { resolution: 'person' })).toBe(1);
  expect(await valueOf(unknownOutcomes, { operation })).toBeGreaterThan(2);
});

test('shows the differences that a reconciliation finds, of which none is a duplicate', async () => {
  const { differences } = METRICS;
  // Somebody else's order.
  stack.sandbox.faults.set({ rules: [{ fault: 'twice', operations: ['createModificationOrder'], calls: 1 }] });
  await (await planChangeOf(100005)).result();
  stack.sandbox.faults.clear();
  const found: string[] = [];
  for await (const customer of stack.orders.reconcile({ custNo: 100005 })) {
    found.push(...customer.differences.map(({ code }) => code));
  }
  expect(found).toContain('orderNotOurs');
  for (const code of new Set(found)) {
    expect(await valueOf(differences, { code })).toBe(found.filter((one) => one === code).length);
  }
  for (const code of ['sameOrderTwice', 'placedTwice']) expect(await valueOf(differences, { code })).toBe(0);
});

test('shows the open orders, those in jeopardy, how long the oldest has waited, and since when Octane is away', async () => {
  const { openOrders, inJeopardy, oldestFallout, outage, counted } = METRICS;
  await stack.orders.start('diagnosticTest', testOf(990029));
  await atLeast(1, openOrders, { state: 'inProgress', flow: 'diagnosticTest' });
  // The one of which only a person can tell.
  expect(await atLeast(1, openOrders, { state: 'fallout', flow: 'planChange' })).toBe(1);
  expect(await valueOf(openOrders, { state: 'held' })).toBe(0);
  expect(await atLeast(1, inJeopardy, { state: 'fallout' })).toBe(1);
  expect(await valueOf(oldestFallout)).toBeGreaterThanOrEqual(60);
  expect(await valueOf(outage)).toBe(0);

  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  await atLeast(1, outage, { type: 'OctaneUnavailable' });
  expect(await valueOf(outage, { type: 'OctaneUnauthorized' })).toBe(0);
  expect(await valueOf(METRICS.octaneCalls, { outcome: 'OctaneUnavailable' })).toBeGreaterThan(4);
  stack.sandbox.faults.clear();
  expect(await valueOf(counted)).toBeGreaterThan(1.7e9);
});

test('shows what became of events, how long they have not been taken, and how far Octane is watched', async () => {
  const { webhooks, undelivered, oldestUndelivered, watched } = METRICS;
  await eventually(
    async () => ((await valueOf(webhooks, { receiver: 'crm', outcome: 'taken' })) ?? 0) > 3 || undefined,
  );
  expect(await atLeast(0, undelivered)).toBe(0);
  receiver.answer({ status: 503 });
  await (await planChangeOf(100007)).result();
  expect(await atLeast(1, undelivered)).toBe(1);
  expect(await valueOf(oldestUndelivered)).toBeGreaterThanOrEqual(10);
  expect(await valueOf(webhooks, { receiver: 'crm', outcome: 'refused' })).toBeGreaterThan(1);
  receiver.answer({ status: 410 });
  await stack.orders.sendEventsAgain({});
  await eventually(async () => ((await valueOf(webhooks, { outcome: 'givenUp' })) ?? 0) > 0 || undefined);
  expect(await valueOf(watched, { group: '123' })).toBeGreaterThan(1.7e9);
});

test('shows every figure of the table, and few series', async () => {
  const series = await scrape(address);
  const shown = new Set(series.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')));
  for (const { name } of Object.values(METRICS)) expect(shown).toContain(name);
  expect(series.length).toBeLessThan(2_000);
});
