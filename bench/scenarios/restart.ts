import { OURS, SLEEP_LOOP, type Contestant } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { pairsPlot } from '../plot.ts';
import { inWords, type Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';
import { until } from '../until.ts';
import type { BenchWorker } from '../worker.ts';

/** Milliseconds. While histories grow, and from the first restart on: then all are due within this. */
const GROWING_INTERVAL = 500;
const MEASURED_INTERVAL = 10_000;

/** How often ours were polled before: the first poll is news, whose events have all come by the third. */
const POLLS_UNTIL_REST = 3;
/** Half of what a loop goes through until its server wants a new run (4,096 events): what loops that are months old have on average. */
const POLLS_BEFORE = 186;

interface Fleet {
  opened: Opened;
  worker: BenchWorker;
}

interface Restart {
  /** Seconds of CPU, and seconds, from when the process polls until each order was polled again. */
  worker: number;
  server: number;
  seconds: number;
}

/** The worker is killed with all orders open: what it costs until the next one follows them all again. */
export const restart: Scenario = async ({ bundles, orders = 100, pairs = 3, log }) => {
  const stage = await Stage.start(bundles, 2 * orders);
  try {
    const ours = await grown(stage, OURS, orders, POLLS_UNTIL_REST, log);
    const loop = await grown(stage, SLEEP_LOOP, orders, POLLS_BEFORE, log);
    const eventsBefore = await eventsOf(stage, ours.opened);
    const restarted = async (fleet: Fleet) => {
      const measured = await restartOf(stage, fleet);
      const { worker, server, seconds } = measured;
      log(
        `${fleet.opened.contestant.name}: worker ${worker.toFixed(2)} s, server ${server.toFixed(2)} s CPU, ${seconds.toFixed(1)} s`,
      );
      return measured;
    };
    const measured = await inPairs(
      pairs,
      () => restarted(ours),
      () => restarted(loop),
    );
    const newEvents = (await eventsOf(stage, ours.opened)) - eventsBefore;
    // A process of which nothing can be measured has used less than the smallest unit.
    const cheaper = spreadOf(measured.map(({ a, b }) => b.worker / Math.max(a.worker, 0.01)));
    const costOfLook = spreadOf(measured.map(({ a, b }) => (a.worker + a.server) / (b.worker + b.server)));
    const cpuOf = (side: 'a' | 'b', process: 'worker' | 'server' | 'seconds') =>
      inWords(spreadOf(measured.map((pair) => pair[side][process])), ' s');
    return {
      scale: {
        orders,
        pairs,
        'polls before, B2': POLLS_BEFORE,
        'events of an order before, B2': Math.round((await eventsOf(stage, loop.opened)) / orders),
        'poll interval, seconds': MEASURED_INTERVAL / 1000,
      },
      figures: [
        {
          what: 'events that the restarts added to our orders (a replay only serves a new event)',
          value: String(newEvents),
          target: { text: '0', met: newEvents === 0 },
        },
        { what: 'CPU of the worker, ours', value: cpuOf('a', 'worker') },
        { what: 'CPU of the worker, B2', value: cpuOf('b', 'worker') },
        { what: 'B2 / ours', value: inWords(cheaper), target: { text: '≥ 100', met: cheaper.median >= 100 } },
        { what: 'CPU of the server, ours', value: cpuOf('a', 'server') },
        { what: 'CPU of the server, B2', value: cpuOf('b', 'server') },
        {
          what: 'CPU of a poll of each, worker and server, ours / B2 (no loop is in the cache when its turn comes)',
          value: inWords(costOfLook),
        },
        {
          what: 'until all were polled, ours',
          value: cpuOf('a', 'seconds'),
          target: { text: '≤ 30 s', met: spreadOf(measured.map(({ a }) => a.seconds)).max <= 30 },
        },
        { what: 'until all were polled, B2', value: cpuOf('b', 'seconds') },
      ],
      wrong: await stage.wrong([ours.opened, loop.opened]),
      measured: measured.map(({ a, b }) => ({ ours: a, sleepLoop: b })),
      plots: [
        pairsPlot(
          {
            name: 'cpu',
            title: 'CPU of the worker until all orders are followed again',
            y: 'seconds',
            logarithmic: true,
          },
          [OURS.name, SLEEP_LOOP.name],
          measured.map(({ a, b }) => ({ a: a.worker, b: b.worker })),
        ),
      ],
    };
  } finally {
    await stage.stop();
  }
};

/** Orders that were each polled so often, and whose worker then ended what it was doing. */
async function grown(
  stage: Stage,
  contestant: Contestant,
  orders: number,
  polls: number,
  log: (line: string) => void,
): Promise<Fleet> {
  const worker = await stage.startWorker(contestant, { pollInterval: GROWING_INTERVAL });
  worker.go();
  const opened = await stage.open(contestant, orders);
  await until('the histories have grown', 3600, () => Math.min(...stage.polls(opened).values()) >= polls);
  await worker.stop();
  log(`${contestant.name}: ${orders} orders are open`);
  return { opened, worker };
}

async function restartOf(stage: Stage, fleet: Fleet): Promise<Restart> {
  const { opened } = fleet;
  await fleet.worker.kill();
  fleet.worker = await stage.startWorker(opened.contestant, { pollInterval: MEASURED_INTERVAL });
  const before = stage.polls(opened);
  const usedBefore = { worker: fleet.worker.usage().cpu, server: stage.server.usage().cpu };
  const began = performance.now();
  fleet.worker.go();
  await stage.untilLookedAt(opened, before);
  const restarted = {
    worker: fleet.worker.usage().cpu - usedBefore.worker,
    server: stage.server.usage().cpu - usedBefore.server,
    seconds: (performance.now() - began) / 1000,
  };
  await fleet.worker.kill();
  return restarted;
}

async function eventsOf(stage: Stage, { workflowIds }: Opened): Promise<number> {
  let events = 0;
  for (const workflowId of workflowIds) {
    events += (await stage.client.workflow.getHandle(workflowId).describe()).historyLength;
  }
  return events;
}
