import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { Runtime, type Worker } from '@temporalio/worker';
import { TASK_QUEUES, UPDATES, workflowIdOf } from '../../contract/names.ts';
import { createOctane } from '../../octane/octane.ts';
import { replay, type Verdict } from '../../replay/replay.ts';
import { TemporalOutages } from '../../temporal/octane-outage.ts';
import { visibleExecutions } from '../../temporal/executions.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

let stack: Stack;

/** Milliseconds that Temporal's list takes: the claim of a service asks it first, and so outlasts several workflow tasks. */
const DELAYS = [1900, 2200, 2500, 2800, 3100, 3400];

beforeAll(async () => {
  stack = await startDevServerStack({ customers: 2 * DELAYS.length, workers: false });
});

afterAll(async () => {
  await stack.stop();
});

/** A replay joins a workflow task that a local activity outlasts with the next one, and what came with that. */
const outlastsItsTask = (order: WorkflowHandle) =>
  eventually(async () => {
    const { events } = await order.fetchHistory();
    const tasks = events?.filter(({ workflowTaskStartedEventAttributes }) => workflowTaskStartedEventAttributes) ?? [];
    return tasks.length > 1 || undefined;
  });

/** Has a local activity take so many milliseconds longer. */
function delayed(workers: Worker[], name: string, milliseconds: number): void {
  for (const { options } of workers) {
    const activity = options.activities.get(name);
    if (!activity) continue;
    options.activities.set(name, async (...args: unknown[]) => {
      await sleep(milliseconds);
      return (activity as (...args: unknown[]) => unknown)(...args);
    });
  }
}

test.each([
  { when: 'in its first workflow task', isTime: () => Promise.resolve(true), checkTakes: 0, from: 100_001 },
  { when: 'in its second', isTime: outlastsItsTask, checkTakes: 1500, from: 100_001 + DELAYS.length },
])(
  'an order whose local activities outlast their workflow task, and that is withdrawn $when, can be replayed',
  async ({ isTime, checkTakes, from }) => {
    const { client, configuration, env } = stack;
    const octane = createOctane(configuration.octane, () => undefined, new TemporalOutages());
    const delays = new Map(DELAYS.map((delay, index) => [String(from + index), delay]));
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
    delayed(workers, 'validateOrder', checkTakes);
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
        await isTime(handle);
        await handle.executeUpdate(UPDATES.withdraw, { args: [{ by: 'the test', reason: 'not wanted any more' }] });
        await expect(handle.result()).rejects.toThrow();
        return { workflowId: handle.workflowId, history: await handle.fetchHistory() };
      }),
    ).finally(async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      octane.close();
    });

    const verdicts: Verdict[] = [];
    await replay(histories, { workflowBundle: { codePath: TEST_BUNDLE } }, (verdict) => verdicts.push(verdict));
    expect(verdicts.map(({ broken }) => broken)).toEqual(DELAYS.map(() => undefined));
  },
);
