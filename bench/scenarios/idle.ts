import { setTimeout as sleep } from 'node:timers/promises';
import { OURS, SLEEP_LOOP, type Contestant } from '../contestants.ts';
import { inPairs, mean, spreadOf } from '../pairs.ts';
import { inWords, rounded, type Figure, type Scenario, type ScenarioOptions } from '../scenario.ts';
import { Stage } from '../stage.ts';
import type { BenchWorker } from '../worker.ts';

const DAY = 86_400;
/** Seconds between two looks at an order, and between two ticks of the watcher, in production. */
const REAL_INTERVAL = 1_800;
const LOOKS_A_DAY = DAY / REAL_INTERVAL;
const TICKS_A_DAY = DAY / REAL_INTERVAL;
/** With the watcher, an order looks by itself only as often. */
const WATCHED_LOOKS_A_DAY = 1;
/** Open orders whose looks are measured; fewer that look more often stand for them, with as many looks per second. */
const LOADS = [10_000, 100_000];

/** Seconds. */
const EMPTY_WINDOW = 30;
const TICK_WINDOW = 30;
const TICK_EVERY = 0.5;
const LOOK_INTERVALS = 3;
const LOOK_WINDOW = 30;

/** Seconds of CPU. */
interface Cpu {
  worker: number;
  server: number;
}

/**
 * CPU of server and worker for each open order and day while nothing changes: what both use anyway, shared by all orders, and what
 * each look and each tick of the watcher costs beyond that.
 */
export const idle: Scenario = async (options) => {
  const { orders = 200, pairs = 1, log } = options;
  const wrong: string[] = [];
  const base = await whenEmpty(options);
  log(`without orders: worker ${rounded(base.worker)}, server ${rounded(base.server)} of a core`);
  const tick = await ofTick(options, orders, base, wrong);
  log(`a tick: worker ${inMs(tick.worker)}, server ${inMs(tick.server)}`);
  const figures: Figure[] = [
    {
      what: 'CPU without any order, share of one core',
      value: `worker ${rounded(base.worker)}, server ${rounded(base.server)}`,
    },
    { what: 'CPU of a tick of the watcher', value: `worker ${inMs(tick.worker)}, server ${inMs(tick.server)}` },
  ];
  const measured: Record<string, unknown> = { base, tick };
  for (const load of LOADS) {
    const look = async (contestant: Contestant) => {
      const cpu = await ofLook(contestant, options, orders, load, base, wrong);
      log(`${load} orders, a look, ${contestant.name}: worker ${inMs(cpu.worker)}, server ${inMs(cpu.server)}`);
      return cpu;
    };
    const results = await inPairs(
      pairs,
      () => look(OURS),
      () => look(SLEEP_LOOP),
    );
    measured[`look, ${load} orders`] = results.map(({ a, b }) => ({ ours: a, sleepLoop: b }));
    const anyway = (total(base) * DAY) / load;
    const alone = (cpu: Cpu) => total(cpu) * LOOKS_A_DAY;
    const watched = (cpu: Cpu) => total(cpu) * WATCHED_LOOKS_A_DAY + (total(tick) * TICKS_A_DAY) / load;
    const perDay = (name: string, days: number[]) => ({
      what: `${load} orders, CPU per order and day, ${name}`,
      value: `${inMs(mean(days) + anyway)}, of which ${inMs(anyway)} without any order`,
    });
    const share = (name: string, of: (cpu: Cpu) => number, most: number): Figure[] => {
      const whole = spreadOf(results.map(({ a, b }) => (of(a) + anyway) / (alone(b) + anyway)));
      return [
        {
          what: `${load} orders, ${name} / B2`,
          value: inWords(whole),
          target: { text: `≤ ${most}`, met: whole.median <= most },
        },
        {
          what: `${load} orders, ${name} / B2, beyond what is used without any order`,
          value: inWords(spreadOf(results.map(({ a, b }) => of(a) / alone(b)))),
        },
      ];
    };
    figures.push(
      perDay(
        'B2',
        results.map(({ b }) => alone(b)),
      ),
      perDay(
        'ours, polls alone',
        results.map(({ a }) => alone(a)),
      ),
      perDay(
        'ours, with the watcher',
        results.map(({ a }) => watched(a)),
      ),
      ...share('ours, polls alone', alone, 1 / 10),
      ...share('ours, with the watcher', watched, 1 / 50),
    );
  }
  const scale = {
    orders,
    pairs,
    'stand for': LOADS.join(' and '),
    'by a look each, seconds': LOADS.map((load) => intervalFor(orders, load)).join(' and '),
    'a day': `${LOOKS_A_DAY} looks, watched ${WATCHED_LOOKS_A_DAY} look and ${TICKS_A_DAY} ticks`,
  };
  return { scale, figures, wrong, measured };
};

function intervalFor(orders: number, load: number): number {
  return (REAL_INTERVAL * orders) / load;
}

/** In each second. */
async function whenEmpty({ bundles }: ScenarioOptions): Promise<Cpu> {
  return staged(bundles, 0, async (stage) => {
    const worker = await stage.startWorker(OURS, { pollInterval: DAY * 1000 });
    worker.go();
    await sleep(EMPTY_WINDOW * 500);
    const used = await during(stage, worker, EMPTY_WINDOW);
    return { worker: used.worker / EMPTY_WINDOW, server: used.server / EMPTY_WINDOW };
  });
}

/** Hardly anything changed, and no order looks by itself meanwhile. */
function ofTick({ bundles }: ScenarioOptions, orders: number, base: Cpu, wrong: string[]): Promise<Cpu> {
  return staged(bundles, orders + 1, async (stage) => {
    const worker = await stage.startWorker(OURS, { pollInterval: DAY * 1000, watchInterval: TICK_EVERY * 1000 });
    worker.go();
    const opened = await stage.open(OURS, orders);
    // Twenty minutes of Octane's time later one more order makes all the others old news, which are listed no more.
    stage.clock.run(600);
    await sleep(2_000);
    const newest = await stage.open(OURS, 1);
    await sleep(TICK_WINDOW * 500);
    const { calls } = stage.sandbox.books;
    const before = calls.of('listOrders');
    const used = await during(stage, worker, TICK_WINDOW);
    wrong.push(...(await stage.wrong([opened, newest])));
    return beyond(base, used, TICK_WINDOW, calls.of('listOrders') - before);
  });
}

function ofLook(
  contestant: Contestant,
  { bundles }: ScenarioOptions,
  orders: number,
  load: number,
  base: Cpu,
  wrong: string[],
): Promise<Cpu> {
  const interval = intervalFor(orders, load);
  const window = Math.max(LOOK_WINDOW, LOOK_INTERVALS * interval);
  return staged(bundles, orders, async (stage) => {
    const worker = await stage.startWorker(contestant, { pollInterval: interval * 1000 });
    worker.go();
    const opened = await stage.open(contestant, orders);
    await stage.untilLookedAt(opened, stage.looks(opened));
    await sleep(interval * 200);
    const { calls } = stage.sandbox.books;
    const before = calls.of('getOrder');
    const used = await during(stage, worker, window);
    const looks = calls.of('getOrder') - before;
    wrong.push(...(await stage.wrong([opened])));
    return beyond(base, used, window, looks);
  });
}

async function staged<T>(
  bundles: ScenarioOptions['bundles'],
  orders: number,
  run: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await Stage.start(bundles, orders);
  try {
    return await run(stage);
  } finally {
    await stage.stop();
  }
}

async function during(stage: Stage, worker: BenchWorker, seconds: number): Promise<Cpu> {
  const start = { worker: worker.usage().cpu, server: stage.server.usage().cpu };
  await sleep(seconds * 1000);
  return { worker: worker.usage().cpu - start.worker, server: stage.server.usage().cpu - start.server };
}

/** Of one of so many. */
function beyond(base: Cpu, used: Cpu, seconds: number, count: number): Cpu {
  return {
    worker: (used.worker - base.worker * seconds) / count,
    server: (used.server - base.server * seconds) / count,
  };
}

function total({ worker, server }: Cpu): number {
  return worker + server;
}

function inMs(seconds: number): string {
  return `${rounded(seconds * 1000)} ms`;
}
