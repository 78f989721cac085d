import { readFileSync, writeFileSync } from 'node:fs';
import { DASHBOARDS } from '../../deploy/grafana/dashboards.ts';
import { findOnPath } from '../../local/executables.ts';
import { freePort } from '../../local/ports.ts';
import { probeNow } from '../../worker/probe-now.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { countNow } from '../metrics/count-now.ts';
import { eventually } from '../eventually.ts';
import { eventsTo, startReceiver, type TestReceiver } from '../events/receiver.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { mutated, MUTATIONS } from '../replay/mutations.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startWorkerProcess, type WorkerProcess } from '../worker/worker-process.ts';
import { allAlerts, metricsIn } from './alerts.ts';
import { startPrometheus, type Prometheus } from './prometheus.ts';

const binary = await findOnPath('prometheus', process.env['PATH']);
/** Debian's package prometheus has it; .ci/run installs that. */
const withPrometheus = binary === undefined ? describe.skip : describe;

withPrometheus('on real processes', () => {
  let stack: Stack;
  let receiver: TestReceiver;
  let prometheus: Prometheus;
  let worker: WorkerProcess;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    receiver = await startReceiver();
    stack = await startDevServerStack({
      speed: 5_000,
      workers: false,
      environment: { OCTANE_POLL_INTERVAL: '1s', OCTANE_REQUESTS_PER_SECOND: '50' },
      config: { events: eventsTo(receiver), watch: { interval: '10s' } },
    });
    const address = `127.0.0.1:${await freePort()}`;
    environment = { ...stack.environment, NBN_METRICS_ADDRESS: address };
    worker = startWorkerProcess(environment);
    prometheus = await startPrometheus(binary ?? '', [address], {
      NbnFalloutWaits: '5',
      NbnOctaneAway: '5',
      NbnOctaneRefusesCredentials: '2',
      // The orders are counted once a minute.
      NbnOrdersNotCounted: '150',
    });
    // An order that polls all the time.
    const input = planChangeInput({ service: { custNo: 100001 }, custReqDate: FAR_AHEAD, onFallout: 'wait' });
    const order = await stack.orders.start('planChange', input);
    await eventually(async () => (await order.progress()).orderId);
    await quiet();
  }, 120_000);

  afterAll(async () => {
    worker?.kill('SIGKILL');
    await worker?.ended;
    await prometheus?.stop();
    await stack?.stop();
    await receiver?.close();
  });

  /** Until this alert fires. @returns all alerts that fired before, or with it. */
  function firedUntil(alert: string): Promise<string[]> {
    const fired = new Set<string>();
    return eventually(
      async () => {
        for (const name of await prometheus.firing()) fired.add(name);
        if (fired.has(alert)) return [...fired];
        await countNow(stack.client);
        return undefined;
      },
      120,
      500,
    );
  }

  async function quiet(): Promise<void> {
    await eventually(
      async () => {
        if ((await prometheus.firing()).length === 0) return true;
        await countNow(stack.client);
        return undefined;
      },
      120,
      500,
    );
  }

  test('an order that waits for a decision raises its alert, and no other', async () => {
    const order = await stack.orders.start(
      'planChange',
      planChangeInput({ service: { custNo: 990001 }, onFallout: 'wait' }),
    );
    expect(await firedUntil('NbnFalloutWaits')).toEqual(['NbnFalloutWaits']);
    await order.resolve({ by: 'Kim', reason: 'no capacity', action: 'abandon' });
    await quiet();
  }, 240_000);

  test('an Octane that is away raises its alert, and no other', async () => {
    stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
    expect(await firedUntil('NbnOctaneAway')).toEqual(['NbnOctaneAway']);
    stack.sandbox.faults.clear();
    await probeNow(stack.env.connection, stack.client.options.namespace);
    await quiet();
  }, 240_000);

  test('credentials that are not accepted raise their alert, and no other', async () => {
    stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 403 }] });
    expect(await firedUntil('NbnOctaneRefusesCredentials')).toEqual(['NbnOctaneRefusesCredentials']);
    stack.sandbox.faults.clear();
    await probeNow(stack.env.connection, stack.client.options.namespace);
    await quiet();
  }, 240_000);

  test('a worker that is killed raises its alert, and no other', async () => {
    worker.kill('SIGKILL');
    await worker.ended;
    expect(await firedUntil('NbnWorkersAbsent')).toEqual(['NbnWorkersAbsent']);
    worker = startWorkerProcess(environment);
    await quiet();
  }, 240_000);

  test('code that does not fit an open order raises its alert, and no other', async () => {
    const order = await stack.orders.start(
      'planChange',
      planChangeInput({ service: { custNo: 100002 }, custReqDate: FAR_AHEAD }),
    );
    await eventually(async () => (await order.progress()).orderId);
    worker.kill('SIGTERM');
    await worker.ended;
    const renamed = MUTATIONS['an activity renamed'];
    if (!renamed) throw new Error('There is no such mutation');
    const bundle = TEST_BUNDLE.replace(/\.js$/, '.renamed.js');
    writeFileSync(bundle, mutated(readFileSync(TEST_BUNDLE, 'utf8'), renamed));
    worker = startWorkerProcess(environment, ['test/chaos/worker-process.ts', bundle]);
    // Its next workflow task replays it.
    await stack.client.workflow.getHandle(order.workflowId).cancel();
    expect(await firedUntil('TemporalNonDeterminism')).toEqual(['TemporalNonDeterminism']);
  }, 240_000);

  test('every metric that an alert or a panel names was scraped', async () => {
    const scraped = (await prometheus.metrics()).map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    const expressions = [
      ...allAlerts().map(({ expr }) => expr),
      ...DASHBOARDS.flatMap(({ panels }) => panels.flatMap(({ lines }) => Object.values(lines))),
    ];
    const named = [...new Set(expressions.flatMap(metricsIn))];
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !scraped.includes(name))).toEqual([]);
  });
});
