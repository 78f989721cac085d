import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import proto from '@temporalio/proto';
import { NativeConnection, Runtime, type Worker, type WorkerOptions } from '@temporalio/worker';
import type { OrderHandle, Progress } from '../../client/index.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { eventually } from '../eventually.ts';
import type { PlanChangeInput } from '../../contract/inputs.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { atStage } from '../replay/patching.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

const DEPLOYMENT = 'nbn-orders';
const COMPLETED = proto.temporal.api.enums.v1.RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_COMPLETED;
const FAR_AWAY = FAR_AHEAD;
/** A plan: an order for it waits for a person. */
const NOT_OFFERED = 4711;
const ASKED = { by: 'Kim', reason: 'a test' };

let stack: Stack;
let temporal: string;
let connection: NativeConnection;
let octane: Octane;
const started: { workers: Worker[]; ended: Promise<void> }[] = [];

beforeAll(async () => {
  stack = await startDevServerStack({ workers: false, speed: 20_000 });
  temporal = await findTemporalBinary('cli');
  connection = await NativeConnection.connect({ address: stack.env.address });
  octane = createOctane(stack.configuration.octane, () => undefined);
  const bundle = readFileSync(TEST_BUNDLE, 'utf8');
  await startVersion('1', { code: bundle });
  await startVersion('2', { code: atStage('patched', bundle) });
});

afterAll(async () => {
  for (const { workers } of started) for (const worker of workers) worker.shutdown();
  await Promise.all(started.map(({ ended }) => ended));
  octane?.close();
  await connection?.close();
  await stack?.stop();
});

/** Version 2 has a patch: a step more, right before the service is verified. */
async function startVersion(
  buildId: string,
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>,
): Promise<void> {
  const workers = await createWorkers({
    connection,
    namespace: 'default',
    workflowBundle,
    configuration: readConfiguration({
      ...stack.environment,
      TEMPORAL_DEPLOYMENT_NAME: DEPLOYMENT,
      TEMPORAL_WORKER_BUILD_ID: buildId,
    }),
    octane,
    logger: Runtime.instance().logger,
  });
  started.push({ workers, ended: runWorkers(workers) });
}

/** The command of docs/rolling-out.md; a version is known to the server a moment after its first poll, and current a moment later. */
async function makeCurrent(buildId: string): Promise<void> {
  const command = [
    'worker',
    'deployment',
    'set-current-version',
    '--deployment-name',
    DEPLOYMENT,
    '--build-id',
    buildId,
  ];
  await eventually(() =>
    promisify(execFile)(temporal, [...command, '--address', stack.env.address, '--yes']).catch(() => undefined),
  );
  await eventually(async () => {
    const { workerDeploymentInfo } = await stack.client.workflowService.describeWorkerDeployment({
      namespace: 'default',
      deploymentName: DEPLOYMENT,
    });
    return workerDeploymentInfo?.routingConfigUpdateState === COMPLETED ? true : undefined;
  });
}

/** A plan change that stands where it should. */
async function startPlanChange(
  changes: Partial<PlanChangeInput>,
  isThere: (progress: Progress) => boolean,
): Promise<OrderHandle> {
  const order = await stack.orders.start('planChange', planChangeInput({ onFallout: 'wait', ...changes }));
  await eventually(async () => (isThere(await order.progress()) ? true : undefined));
  return order;
}

const isInFallout = ({ fallout }: Progress) => fallout !== undefined;

/** Long enough for the new version to take over before. */
function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

/** The version of each workflow task of an order, without repetitions. */
async function versionsOf({ workflowId }: OrderHandle): Promise<(string | undefined)[]> {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  const tasks = (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: task }) => task ?? []);
  return [...new Set(tasks.map(({ deploymentVersion }) => deploymentVersion?.buildId ?? undefined))];
}

test('orders that an old version opened are carried on by a new one, wherever they stood', async () => {
  await makeCurrent('1');
  const [decided, followed, held, dated] = await Promise.all([
    startPlanChange({ service: { custNo: 100001 }, planNo: NOT_OFFERED }, isInFallout),
    startPlanChange(
      { service: { custNo: 100002 }, custReqDate: FAR_AWAY },
      ({ orderStatus }) => orderStatus !== undefined,
    ),
    startPlanChange({ service: { custNo: 990021 } }, ({ state }) => state === 'held'),
    startPlanChange({ holdUntil: inSeconds(25) }, ({ waitingFor }) => waitingFor === 'date'),
  ]);
  const queued = await startPlanChange({ service: { custNo: 100001 } }, ({ heldBy }) => heldBy !== undefined);

  await makeCurrent('2');
  stack.sandbox.records.settle(Date.parse(FAR_AWAY) + 86_400_000);
  await decided.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } });
  for (const order of [decided, queued, followed, held, dated]) {
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(await versionsOf(order)).toEqual(['1', '2']);
  }
});

// One that took the new step stands still until the new version is back; test/replay/patching.test.ts has why.
test('rolled back, an order that took no new step goes on with the old version', async () => {
  await makeCurrent('2');
  const order = await startPlanChange({ service: { custNo: 100003 }, planNo: NOT_OFFERED }, isInFallout);
  await makeCurrent('1');
  await order.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } });
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(await versionsOf(order)).toEqual(['2', '1']);
});

test('an order runs to its end, its calls to Octane included, on the version that is current', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100005 } }));
  await expect(order.result()).resolves.toMatchObject({ state: 'completed' });
  expect(await versionsOf(order)).toEqual(['1']);
});
