import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import proto from '@temporalio/proto';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import type { OrderHandle } from '../../client/index.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const DEPLOYMENT = 'nbn-orders';
const COMPLETED = proto.temporal.api.enums.v1.RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_COMPLETED;
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
  await startVersion('1');
  await startVersion('2');
});

afterAll(async () => {
  for (const { workers } of started) for (const worker of workers) worker.shutdown();
  await Promise.all(started.map(({ ended }) => ended));
  octane?.close();
  await connection?.close();
  await stack?.stop();
});

async function startVersion(buildId: string): Promise<void> {
  const workers = await createWorkers({
    connection,
    namespace: 'default',
    workflowBundle: { codePath: TEST_BUNDLE },
    configuration: readConfiguration({ ...stack.environment, NBN_DEPLOYMENT: DEPLOYMENT, NBN_BUILD_ID: buildId }),
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

async function startHeld(reference: string): Promise<OrderHandle> {
  const input = planChangeInput({ reference, holdUntil: '2099-01-01T00:00:00Z' });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => ((await order.progress()).waitingFor === 'date' ? true : undefined));
  return order;
}

/** The version of each workflow task of an order, without repetitions. */
async function versionsOf({ workflowId }: OrderHandle): Promise<(string | undefined)[]> {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  const tasks = (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: task }) => task ?? []);
  return [...new Set(tasks.map(({ deploymentVersion }) => deploymentVersion?.buildId ?? undefined))];
}

test('an open order moves on to the version that is made current, and back again', async () => {
  await makeCurrent('1');
  const rolledOut = await startHeld('V-rolled-out');
  await makeCurrent('2');
  expect(await rolledOut.withdraw(ASKED)).toMatchObject({ accepted: true });
  await expect(rolledOut.result()).rejects.toThrow(/Withdrawn/);
  expect(await versionsOf(rolledOut)).toEqual(['1', '2']);

  const rolledBack = await startHeld('V-rolled-back');
  await makeCurrent('1');
  expect(await rolledBack.withdraw(ASKED)).toMatchObject({ accepted: true });
  await expect(rolledBack.result()).rejects.toThrow(/Withdrawn/);
  expect(await versionsOf(rolledBack)).toEqual(['2', '1']);
});

test('an order runs to its end, its calls to Octane included, on the version that is current', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100005 } }));
  await expect(order.result()).resolves.toMatchObject({ state: 'completed' });
  expect(await versionsOf(order)).toEqual(['1']);
});
