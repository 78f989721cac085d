import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { BUNDLE_OPTIONS } from '../../worker/bundle.ts';
import type { Carried, continueSteps } from './steps-workflow.ts';

const TASK_QUEUE = 'steps';

let env: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTemporalBinary('testServer') } },
  });
  const workflowsPath = fileURLToPath(new URL('steps-workflow.ts', import.meta.url));
  worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundleWorkflowCode({ ...BUNDLE_OPTIONS, workflowsPath }),
  });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await env.teardown();
});

function continued(carried: Carried, steps: string[], names: string[] = []) {
  return env.client.workflow.execute<typeof continueSteps>('continueSteps', {
    args: [carried, steps, names],
    workflowId: `nbn-order-${steps.join()}`,
    taskQueue: TASK_QUEUE,
  });
}

const CARRIED: Carried = {
  steps: { 'Find the service': { lineSeqNo: 3 }, 'Move the appointment': null },
  kept: { 'promised date': '2026-03-02' },
};

test('a step that newer code has before those that are done takes none of their results', async () => {
  const { results } = await continued(CARRIED, ['Check the credit', 'Find the service', 'Move the appointment']);
  expect(results).toEqual(['done now: Check the credit', { lineSeqNo: 3 }, null]);
});

test('steps that newer code does in another order keep their results', async () => {
  const { results } = await continued(CARRIED, ['Move the appointment', 'Find the service']);
  expect(results).toEqual([null, { lineSeqNo: 3 }]);
});

test('a step that newer code leaves out leaves the others as they are', async () => {
  expect((await continued(CARRIED, ['Move the appointment'])).results).toEqual([null]);
});

test('a step with the name of something that every object has is done', async () => {
  const { results } = await continued(CARRIED, ['toString', 'constructor']);
  expect(results).toEqual(['done now: toString', 'done now: constructor']);
});

test('what was promised is remembered', async () => {
  const { kept } = await continued(CARRIED, [], ['promised date', 'promised price']);
  expect(kept).toEqual(['2026-03-02', 'new']);
});
