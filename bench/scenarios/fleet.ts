import { setTimeout as sleep } from 'node:timers/promises';
import { OURS, SLEEP_LOOP } from '../contestants.ts';
import { doubtsOf, figuresOf, POLLS_A_DAY, TICKS_A_DAY, WATCHED_POLLS_A_DAY } from '../fleet/figures.ts';
import { opening, sizeOf, untilPace, type Memory } from '../fleet/opening.ts';
import {
  POLL_INTERVAL,
  watchedWindow,
  WATCHED_SECONDS,
  whenEmpty,
  WINDOW,
  window,
  type Window,
} from '../fleet/window.ts';
import { rounded, type Scenario } from '../scenario.ts';
import { Stage } from '../stage.ts';

/** Orders open at first, for all contestants. */
const FEW = 10_000;

/**
 * CPU of server and worker for each open order and day while nothing changes, and their memory: of 10,000 orders and of all, at the real
 * poll interval; with polls alone and, with 10,000, with the watcher; against B2 with 10,000.
 */
export const fleet: Scenario = async ({ bundles, orders = 100_000, minutes = Infinity, log }) => {
  const few = Math.min(FEW, Math.ceil(orders / 2));
  const deadline = performance.now() + minutes * 60_000;
  const wrong: string[] = [];

  const ours = await staged(orders + 2, async (stage) => {
    const base = await whenEmpty(stage);
    log(`without orders: worker ${rounded(base.worker)}, server ${rounded(base.server)} of a core`);
    const began = performance.now();
    const opened = await opening(stage, OURS, { most: few, quietFor: WATCHED_SECONDS });
    const seconds = (performance.now() - began) / 1000;
    const watched = await watchedWindow(stage, opened, few);
    log(`${few} orders, with the watcher: ${told(watched)}`);
    await sleep(untilPace(seconds) * 1000);
    const withFew = await window(stage, OURS, few);
    log(`${few} orders, polls alone: ${told(withFew)}`);
    const memory: Memory[] = [];
    const before = sizeOf(opened);
    const onStep = (sample: Memory) => {
      const count = before + sample.orders;
      memory.push({ ...sample, orders: count });
      log(`${count} orders: worker ${rounded(sample.workerMB)} MB, server ${rounded(sample.serverMB)} MB`);
    };
    opened.push(...(await opening(stage, OURS, { most: orders - before, deadline }, onStep)));
    const withAll = await window(stage, OURS, sizeOf(opened));
    log(`${withAll.orders} orders, polls alone: ${told(withAll)}`);
    wrong.push(...(await stage.wrong(opened)));
    return { base, few: withFew, watched, all: withAll, memory };
  });

  const loop = await staged(few, async (stage) => {
    const opened = await opening(stage, SLEEP_LOOP, { most: few });
    const alone = await window(stage, SLEEP_LOOP, few);
    log(`${few} orders, B2: ${told(alone)}`);
    wrong.push(...(await stage.wrong(opened)));
    return alone;
  });

  const measured = { ...ours, loop };
  wrong.push(...doubtsOf(measured));
  return {
    scale: {
      orders: `${ours.few.orders} and ${ours.all.orders}`,
      'poll interval, seconds': POLL_INTERVAL,
      'windows, seconds': WINDOW,
      'a day': `${POLLS_A_DAY} polls, watched ${WATCHED_POLLS_A_DAY} poll and ${TICKS_A_DAY} ticks`,
    },
    figures: figuresOf(measured),
    wrong,
    measured,
    plots: [
      {
        name: 'memory',
        title: 'While all are opened, in steps with a new worker each',
        mark: 'line',
        x: 'open orders',
        y: 'MB',
        points: ours.memory.flatMap(({ orders: x, workerMB, serverMB, databaseMB }) => [
          { x, y: workerMB, series: 'memory of the worker' },
          { x, y: serverMB, series: 'memory of the server' },
          { x, y: databaseMB, series: 'database' },
        ]),
      },
      {
        name: 'cpu',
        title: `CPU of worker and server in ${WINDOW} s`,
        mark: 'bar',
        x: 'open orders',
        y: 'seconds',
        points: [
          { of: measured.loop, series: 'B2, young loops' },
          { of: measured.few, series: 'ours, polls alone' },
          { of: measured.watched, series: 'ours, with the watcher' },
          { of: measured.all, series: 'ours, polls alone' },
        ].map(({ of, series }) => ({ x: String(of.orders), y: of.used.worker + of.used.server, series })),
      },
    ],
  };

  async function staged<T>(customers: number, run: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = await Stage.start(bundles, customers);
    try {
      return await run(stage);
    } finally {
      await stage.stop();
    }
  }
};

function told({ used, polls, ticks, workerMB }: Window): string {
  return `worker ${rounded(used.worker)} s, server ${rounded(used.server)} s CPU, ${polls} polls, ${ticks} ticks in ${WINDOW} s; ${rounded(workerMB)} MB`;
}
