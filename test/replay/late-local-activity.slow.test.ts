import { setTimeout as sleep } from 'node:timers/promises';
import { Runtime } from '@temporalio/worker';
import { TASK_QUEUES, UPDATES, workflowIdOf } from '../../contract/names.ts';
import { createOctane } from '../../octane/octane.ts';
import { replay, type Verdict } from '../../replay/replay.ts';
import { TemporalOutages } from '../../temporal/octane-outage.ts';
import { visibleExecutions } from '../../temporal/executions.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ workers: false });
});

afterAll(async () => {
  await stack.stop();
});

/** Milliseconds that Temporal's list takes: the claim of a service asks it, and so outlasts several workflow tasks. */
const DELAYS = [1900, 2200, 2500, 2800, 3100, 3400];

test('an order that is withdrawn while a local activity outlasts its workflow task can be replayed', async () => {
  const { client, configuration, env } = stack;
  const octane = createOctane(configuration.octane, () => undefined, new TemporalOutages());
  const delays = new Map(DELAYS.map((delay, index) => [String(100_001 + index), delay]));
  const workers = await createWorkers({
    connection: env.nativeConnection,
    namespace: env.namespace ?? 'default',
    workflowBundle: { codePath: TEST_BUNDLE },
    configuration,
    octane,
    logger: Runtime.instance().logger,
    executions: {
      ...visibleExecutions,
      atOctane: async (asked, custNo) => {
        await sleep(delays.get(custNo));
        return visibleExecutions.atOctane(asked, custNo);
      },
    },
  });
  const running = runWorkers(workers);

  const histories = await Promise.all(
    [...delays.keys()].map(async (custNo) => {
      const input = planChangeInput({ service: { custNo: Number(custNo) } });
      const handle = await client.workflow.start('planChange', {
        taskQueue: TASK_QUEUES.orders,
        workflowId: workflowIdOf(input.reference),
        workflowTaskTimeout: '1s',
        args: [input],
      });
      await handle.executeUpdate(UPDATES.withdraw, { args: [{ by: 'the test', reason: 'not wanted any more' }] });
      await expect(handle.result()).rejects.toThrow();
      return { workflowId: handle.workflowId, history: await handle.fetchHistory() };
    }),
  );
  for (const worker of workers) worker.shutdown();
  await running;
  octane.close();

  const verdicts: Verdict[] = [];
  await replay(histories, { workflowBundle: { codePath: TEST_BUNDLE } }, (verdict) => verdicts.push(verdict));
  expect(verdicts.map(({ broken }) => broken)).toEqual(DELAYS.map(() => undefined));
});
