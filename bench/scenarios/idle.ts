import { setTimeout as sleep } from 'node:timers/promises';
import { OURS, SLEEP_LOOP, type Contestant } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { inWords, type Figure, type Scenario, type ScenarioOptions } from '../scenario.ts';
import { Stage } from '../stage.ts';

const DAY = 86_400;
/** Seconds between two looks at an order, in production. */
const REAL_INTERVAL = 1_800;
/** With a watcher, each order looks by itself once a day. */
const LOOKS_PER_WATCHED_DAY = 1;
/** Open orders whose polls are measured; fewer orders than that stand for them by looking more often. */
const LOADS = [10_000, 100_000];
/** Scaled intervals that are measured. */
const WINDOW_INTERVALS = 3;

interface Kind {
  name: string;
  contestant: Contestant;
  watched: boolean;
}

const POLLS_ALONE: Kind = { name: 'ours, polls alone', contestant: OURS, watched: false };
const WATCHED: Kind = { name: 'ours, with the watcher', contestant: OURS, watched: true };
const LOOP: Kind = { name: 'B2', contestant: SLEEP_LOOP, watched: false };

interface Idle {
  /** Milliseconds of CPU per open order and day. */
  worker: number;
  server: number;
  /** Calls to Octane per open order and day. */
  calls: number;
}

/**
 * CPU of server and worker for orders that rest, at the real poll interval of 30 minutes. N orders that look k times as often stand
 * for N × k orders: the same polls per second, and a day of theirs passes in a k-th of a day.
 */
export const idle: Scenario = async (options) => {
  const { orders = 1_000, pairs = 1 } = options;
  const wrong: string[] = [];
  const figures: Figure[] = [];
  const measured: Record<string, unknown> = {};
  const totals: Record<string, number[]> = {};
  for (const load of LOADS) {
    const against = async (kind: Kind) => {
      const results = await inPairs(
        pairs,
        () => idleOf(kind, orders, load, options, wrong),
        () => idleOf(LOOP, orders, load, options, wrong),
      );
      const total = ({ worker, server }: Idle) => worker + server;
      for (const { a, b } of results) {
        (totals[kind.name] ??= []).push(total(a));
        (totals[LOOP.name] ??= []).push(total(b));
      }
      const share = spreadOf(results.map(({ a, b }) => total(a) / total(b)));
      const allowed = kind.watched ? 0.02 : 0.1;
      for (const [name, of] of [
        [kind.name, results.map(({ a }) => a)],
        [LOOP.name, results.map(({ b }) => b)],
      ] as const) {
        figures.push({
          what: `${load} orders, CPU per order and day, ${name}`,
          value: `${inWords(spreadOf(of.map(total)), ' ms')}: worker ${inWords(spreadOf(of.map(({ worker }) => worker)))}, server ${inWords(spreadOf(of.map(({ server }) => server)))}`,
        });
      }
      figures.push({
        what: `${load} orders, ${kind.name} / B2`,
        value: inWords(share),
        target: { text: `≤ ${allowed}`, met: share.median <= allowed },
      });
      measured[`${load} ${kind.name}`] = results;
    };
    await against(POLLS_ALONE);
    await against(WATCHED);
  }
  return {
    scale: {
      orders,
      pairs,
      'stand for': LOADS.join(' and '),
      'scaled interval, seconds': LOADS.map((load) => (REAL_INTERVAL * orders) / load).join(' and '),
      'measured, scaled intervals': WINDOW_INTERVALS,
    },
    figures,
    wrong,
    measured,
  };
};

async function idleOf(
  { name, contestant, watched }: Kind,
  orders: number,
  load: number,
  { bundles, log }: ScenarioOptions,
  wrong: string[],
): Promise<Idle> {
  const faster = load / orders;
  const interval = REAL_INTERVAL / faster;
  const stage = await Stage.start(bundles, orders);
  try {
    // Opened at leisure; the worker that is measured is another one.
    const opener = await stage.startWorker(contestant, { pollInterval: interval * 1000 });
    opener.go();
    const opened = await stage.open(contestant, orders);
    await opener.stop();
    const worker = await stage.startWorker(contestant, {
      pollInterval: (watched ? DAY / LOOKS_PER_WATCHED_DAY / faster : interval * 1) * 1000,
      ...(watched && { watchInterval: interval * 1000 }),
    });
    const before = stage.looks(opened);
    worker.go();
    // Every order has gone round once with this worker, so that it is planned as this worker plans, and cached if it is to be.
    await stage.untilLookedAt(opened, before);
    await sleep(interval * 200);
    const window = WINDOW_INTERVALS * interval;
    const start = { worker: worker.usage().cpu, server: stage.server.usage().cpu, calls: callsOf(stage) };
    await sleep(window * 1000);
    // Milliseconds of CPU in the window → of an order and a day of the load that it stands for.
    const perOrderDay = (DAY / faster / window / orders) * 1000;
    const result = {
      worker: (worker.usage().cpu - start.worker) * perOrderDay,
      server: (stage.server.usage().cpu - start.server) * perOrderDay,
      calls: ((callsOf(stage) - start.calls) * perOrderDay) / 1000,
    };
    log(
      `${load} orders, ${name}: worker ${result.worker.toFixed(1)} ms, server ${result.server.toFixed(1)} ms, ${result.calls.toFixed(1)} calls`,
    );
    wrong.push(...(await stage.wrong([opened])));
    return result;
  } finally {
    await stage.stop();
  }
}

function callsOf({ sandbox }: Stage): number {
  return sandbox.books.calls.of('getOrder') + sandbox.books.calls.of('listOrders');
}
