import { readFileSync } from 'node:fs';
import { Runtime } from '@temporalio/worker';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { installQuietLogger } from '../../replay/quiet-logger.ts';
import { replay, type Recorded, type Verdict } from '../../replay/replay.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { atStage, STAGES, type Stage } from './patching.ts';

const bundle = readFileSync(TEST_BUNDLE, 'utf8');

/** By the stage of the code that ran the order. */
const histories = {} as Record<Stage, Recorded>;

beforeAll(async () => {
  const stack = await startDevServerStack({ workers: false, speed: 500_000 });
  const octane = createOctane(stack.configuration.octane, () => undefined);
  try {
    for (const stage of STAGES) histories[stage] = await historyOf(stack, octane, stage);
  } finally {
    octane.close();
    await stack.stop();
  }
  // From here on replays fail, as they should.
  installQuietLogger();
});

/** A plan change that the code at a stage ran from its beginning to its end. */
async function historyOf(stack: Stack, octane: Octane, stage: Stage): Promise<Recorded> {
  const workers = await createWorkers({
    connection: stack.env.nativeConnection,
    namespace: 'default',
    workflowBundle: { code: atStage(stage, bundle) },
    configuration: stack.configuration,
    octane,
    logger: Runtime.instance().logger,
  });
  const running = runWorkers(workers);
  const service = { custNo: 100001 + STAGES.indexOf(stage) };
  const order = await stack.orders.start('planChange', planChangeInput({ service }));
  await order.result();
  for (const worker of workers) worker.shutdown();
  await running;
  const { workflowId } = order;
  return { workflowId, history: await stack.client.workflow.getHandle(workflowId).fetchHistory() };
}

/** The stages whose orders the code at a stage carries on. */
async function carriedOnBy(stage: Stage): Promise<Stage[]> {
  const verdicts: Verdict[] = [];
  const recorded = STAGES.map((recordedBy) => histories[recordedBy]);
  await replay(recorded, { workflowBundle: { code: atStage(stage, bundle) } }, (verdict) => verdicts.push(verdict));
  return STAGES.filter((_, index) => !verdicts[index]?.broken);
}

test.each<{ stage: Stage; carriesOn: Stage[]; because: string }>([
  { stage: 'before', carriesOn: ['before'], because: 'an order that took the new step cannot go back' },
  { stage: 'patched', carriesOn: ['before', 'patched', 'deprecated'], because: 'it has the old way and the new one' },
  { stage: 'deprecated', carriesOn: ['patched', 'deprecated', 'removed'], because: 'the old way is gone' },
  { stage: 'removed', carriesOn: ['deprecated', 'removed'], because: 'nothing is left of the patch' },
])('code at the stage $stage carries on $carriesOn: $because', async ({ stage, carriesOn }) => {
  expect(await carriedOnBy(stage)).toEqual(carriesOn);
});
