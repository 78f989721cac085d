import { Worker } from '@temporalio/worker';
import { installQuietLogger } from '../../replay/quiet-logger.ts';
import type { Bundles, Code } from '../bundles.ts';
import { OURS, RETRY_POLL, runEmptyWorkflow } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { pairsPlot } from '../plot.ts';
import { inWords, rounded, type Scenario } from '../scenario.ts';
import { Stage } from '../stage.ts';

type History = Awaited<ReturnType<ReturnType<Stage['client']['workflow']['getHandle']>['fetchHistory']>>;

interface Recorded {
  code: Code;
  workflowId: string;
  history: History;
}

/** CPU of this process for the replay of a completed plan change, against that of an empty workflow; no server. */
export const replay: Scenario = async ({ bundles, orders = 100, pairs = 5, log }) => {
  installQuietLogger();
  const { ours, empty, wrong } = await record(bundles);
  const milliseconds = async (recorded: Recorded) => {
    const { cpu, failed } = await replayed(recorded, orders, bundles);
    if (failed > 0) wrong.push(`${failed} replays of ${recorded.workflowId} failed`);
    log(`${recorded.workflowId}: ${cpu.toFixed(2)} ms each`);
    return cpu;
  };
  for (const recorded of [ours, empty]) await milliseconds(recorded);
  const measured = await inPairs(
    pairs,
    () => milliseconds(ours),
    () => milliseconds(empty),
  );
  return {
    scale: {
      'replays in a measurement': orders,
      pairs,
      'events, ours': ours.history.events?.length ?? 0,
      'events, B0': empty.history.events?.length ?? 0,
    },
    figures: [
      { what: 'CPU of a replay, ours', value: inWords(spreadOf(measured.map(({ a }) => a)), ' ms') },
      { what: 'CPU of a replay, B0', value: inWords(spreadOf(measured.map(({ b }) => b)), ' ms') },
      { what: 'ours / B0', value: inWords(spreadOf(measured.map(({ a, b }) => a / b))) },
      {
        what: 'histories that a core replays in a second, ours',
        value: rounded(1000 / spreadOf(measured.map(({ a }) => a)).median),
      },
    ],
    wrong,
    measured: measured.map(({ a, b }) => ({ ours: a, empty: b })),
    plots: [
      pairsPlot(
        { name: 'cpu', title: 'CPU of a replay', y: 'milliseconds', logarithmic: true },
        ['ours, a completed plan change', 'B0, an empty workflow'],
        measured,
      ),
    ],
  };
};

async function record(bundles: Bundles): Promise<{ ours: Recorded; empty: Recorded; wrong: string[] }> {
  const stage = await Stage.start(bundles, 1);
  try {
    for (const contestant of [OURS, RETRY_POLL]) {
      (await stage.startWorker(contestant, { pollInterval: 200 })).go();
    }
    const opened = await stage.open(OURS, 1, { dateOf: () => new Date(stage.clock.start).toISOString() });
    // Three hours of the sandbox's time in three seconds.
    stage.clock.runAt(3600);
    const [orderId = ''] = opened.workflowIds;
    await stage.client.workflow.getHandle(orderId).result();
    const emptyId = await runEmptyWorkflow(stage.client);
    const recorded = async (code: Code, workflowId: string) => ({
      code,
      workflowId,
      history: await stage.client.workflow.getHandle(workflowId).fetchHistory(),
    });
    return {
      ours: await recorded('ours', orderId),
      empty: await recorded('baselines', emptyId),
      wrong: await stage.wrong([opened]),
    };
  } finally {
    await stage.stop();
  }
}

/** @returns `cpu`: milliseconds for each. */
async function replayed({ code, workflowId, history }: Recorded, times: number, bundles: Bundles) {
  const histories = Array.from({ length: times }, (_, index) => ({ workflowId: `${workflowId}-${index}`, history }));
  const before = process.cpuUsage();
  let failed = 0;
  const options = { workflowBundle: { codePath: bundles[code] } };
  for await (const { error } of Worker.runReplayHistories(options, histories)) if (error) failed += 1;
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000 / times, failed };
}
