import { setTimeout as sleep } from 'node:timers/promises';
import { OURS, SLEEP_LOOP, type Contestant } from '../contestants.ts';
import { rounded, type Figure, type Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';
import type { BenchWorker } from '../worker.ts';

/** Orders open at first, for all contestants. */
const FEW = 10_000;

/** Orders that are opened together. */
const STEP = 2_500;

/** Seconds. */
const DAY = 86_400;
const POLL_INTERVAL = 1_800;
const WATCH_INTERVAL = 600;
const LOOKS_A_DAY = DAY / POLL_INTERVAL;
const TICKS_A_DAY = DAY / WATCH_INTERVAL;
/** With the watcher, an order looks by itself only as often. */
const WATCHED_LOOKS_A_DAY = 1;

/** Seconds in which CPU is measured. */
const WINDOW = 120;
const EMPTY_WINDOW = 30;
/** Seconds from a worker's start until it only does what it will go on doing. */
const SETTLING = 20;
/** Seconds between two ticks while they are measured, so that a window has enough of them. */
const MEASURED_TICK = 5;

const MB = 2 ** 20;

/** Seconds of CPU. */
interface Cpu {
  worker: number;
  server: number;
}

/** What was seen while so many orders were open and nothing changed. */
interface Window {
  orders: number;
  used: Cpu;
  looks: number;
  ticks: number;
  /** Of the worker, which was started for this. */
  workerMB: number;
}

interface Memory {
  orders: number;
  workerMB: number;
  serverMB: number;
  databaseMB: number;
}

/**
 * CPU of server and worker for each open order and day while nothing changes, and their memory: of 10,000 orders and of all, at the real
 * poll interval, with polls alone and with the watcher; against B2 with 10,000.
 */
export const fleet: Scenario = async ({ bundles, orders = 100_000, minutes = Infinity, log }) => {
  const few = Math.min(FEW, Math.ceil(orders / 2));
  const deadline = performance.now() + minutes * 60_000;
  const wrong: string[] = [];
  const memory: Memory[] = [];

  const stage = await Stage.start(bundles, orders + 2);
  const ours = await (async () => {
    try {
      const base = await whenEmpty(stage);
      log(`without orders: worker ${rounded(base.worker)}, server ${rounded(base.server)} of a core`);
      const opened: Opened[] = [];
      const windows: { alone: Window; watched: Window }[] = [];
      for (const wanted of [few, orders]) {
        const before = sizeOf(opened);
        opened.push(
          ...(await opening(stage, OURS, wanted - before, deadline, (sample) => {
            memory.push({ ...sample, orders: before + sample.orders });
            log(
              `${before + sample.orders} orders: worker ${rounded(sample.workerMB)} MB, server ${rounded(sample.serverMB)} MB`,
            );
          })),
        );
        const count = sizeOf(opened);
        const alone = await window(stage, OURS, count);
        log(`${count} orders, polls alone: ${told(alone)}`);
        const watched = await watchedWindow(stage, opened, count);
        log(`${count} orders, with the watcher: ${told(watched)}`);
        windows.push({ alone, watched });
      }
      wrong.push(...(await stage.wrong(opened)));
      return { base, windows };
    } finally {
      await stage.stop();
    }
  })();

  const loopStage = await Stage.start(bundles, few);
  const loop = await (async () => {
    try {
      const opened = await opening(loopStage, SLEEP_LOOP, few, Infinity, () => undefined);
      const alone = await window(loopStage, SLEEP_LOOP, few);
      log(`${few} orders, B2: ${told(alone)}`);
      wrong.push(...(await loopStage.wrong(opened)));
      return alone;
    } finally {
      await loopStage.stop();
    }
  })();

  const { base, windows } = ours;
  for (const { orders: open, looks } of [...windows.map(({ alone }) => alone), loop]) {
    if (looks === 0) wrong.push(`there was no look to measure with ${open} orders open: take more orders`);
  }
  const loopLook = ofLook(loop, base);
  const perDay = windows.map(({ alone, watched }) => {
    const anyway = (total(base) * DAY) / alone.orders;
    const look = ofLook(alone, base);
    const tick = (total(watched.used) - total(base) * WINDOW - watched.looks * look) / watched.ticks;
    return {
      orders: alone.orders,
      anyway,
      tick,
      loop: loopLook * LOOKS_A_DAY,
      alone: look * LOOKS_A_DAY,
      watched: look * WATCHED_LOOKS_A_DAY + (tick * TICKS_A_DAY) / alone.orders,
      cores: total(alone.used) / WINDOW,
    };
  });
  const figures: Figure[] = perDay.flatMap(({ orders: open, anyway, loop: b2, alone, watched }) => {
    const share = (what: string, day: number, most: number): Figure[] => {
      const whole = (day + anyway) / (b2 + anyway);
      return [
        {
          what: `${open} orders: CPU per order and day, ${what}`,
          value: `${inMs(day + anyway)}, of which ${inMs(anyway)} without any order`,
        },
        {
          what: `${open} orders: ${what} / B2`,
          value: rounded(whole),
          target: { text: `≤ ${most}`, met: whole <= most },
        },
        { what: `${open} orders: ${what} / B2, beyond what is used without any order`, value: rounded(day / b2) },
      ];
    };
    return [
      {
        what: `${open} orders: CPU per order and day, B2${open === few ? '' : ` as with ${few}`}`,
        value: `${inMs(b2 + anyway)}, of which ${inMs(anyway)} without any order`,
      },
      ...share('polls alone', alone, 1 / 10),
      ...share('with the watcher', watched, 1 / 50),
    ];
  });
  const [first, last] = [perDay[0], perDay.at(-1)];
  const [firstWindow, lastWindow] = [windows[0], windows.at(-1)];
  if (!first || !last || !firstWindow || !lastWindow) throw new Error('There are windows.');
  const linear = last.alone / first.alone;
  const grown = lastWindow.alone.workerMB / firstWindow.alone.workerMB - 1;
  figures.push(
    {
      what: `CPU of a look with ${last.orders} orders / with ${first.orders}`,
      value: rounded(linear),
      target: { text: '≤ 1 (linear)', met: linear <= 1 },
    },
    {
      what: `cores that worker and server use with ${last.orders} orders, polls alone`,
      value: rounded(last.cores),
      target: { text: '< 2', met: last.cores < 2 },
    },
    {
      what: `memory of a worker that was started with so many orders open, ${first.orders} → ${last.orders}`,
      value: `${rounded(firstWindow.alone.workerMB)} → ${rounded(lastWindow.alone.workerMB)} MB (${(grown * 100).toFixed(0)} %)`,
      target: { text: '±10 %', met: Math.abs(grown) <= 0.1 },
    },
    ...growth(memory),
  );
  return {
    scale: {
      orders: `${few} and ${last.orders}`,
      'poll interval, seconds': POLL_INTERVAL,
      'windows, seconds': WINDOW,
      'a day': `${LOOKS_A_DAY} looks, watched ${WATCHED_LOOKS_A_DAY} look and ${TICKS_A_DAY} ticks`,
    },
    figures,
    wrong,
    measured: { base, windows, loop, memory, perDay },
  };
};

/** How many of so many orders are looked at in a window. */
function pacedOf(orders: number): number {
  return Math.max(1, Math.round((orders * WINDOW) / POLL_INTERVAL));
}

/**
 * Opens as many, or what can be opened until the deadline, in steps. The last of the orders, as many as a window has looks, come at the
 * pace at which all will be looked at, and are looked at first after the time that they took: so from then on the looks are spread
 * as they are after a day.
 */
async function opening(
  stage: Stage,
  contestant: Contestant,
  most: number,
  deadline: number,
  onStep: (memory: Memory) => void,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  const fast = await stage.startWorker(contestant, { pollInterval: POLL_INTERVAL * 1000 });
  fast.go();
  const began = performance.now();
  const paced = pacedOf(most);
  let left = most - paced;
  do {
    opened.push(await stage.open(contestant, Math.min(STEP, left), { placedAlready: true }));
    left -= STEP;
    onStep({
      orders: sizeOf(opened),
      workerMB: fast.usage().rss / MB,
      serverMB: stage.server.usage().rss / MB,
      databaseMB: stage.server.size() / MB,
    });
  } while (left > 0 && performance.now() < deadline);
  const perSecond = sizeOf(opened) / ((performance.now() - began) / 1000);
  await fast.kill();
  const seconds = Math.max(WINDOW, paced / perSecond);
  const slow = await stage.startWorker(contestant, { pollInterval: seconds * 1000 });
  slow.go();
  opened.push(await stage.open(contestant, paced, { perSecond: paced / seconds, placedAlready: true }));
  await slow.kill();
  return opened;
}

/** With a worker that is started for it. */
async function window(stage: Stage, contestant: Contestant, orders: number): Promise<Window> {
  const worker = await stage.startWorker(contestant, { pollInterval: POLL_INTERVAL * 1000 });
  worker.go();
  await sleep(SETTLING * 1000);
  const measured = await during(stage, worker, orders);
  await worker.kill();
  return measured;
}

/** Polls that were planned before go on; those are looks that would not be there, and are not counted for it. */
async function watchedWindow(stage: Stage, opened: Opened[], orders: number): Promise<Window> {
  const worker = await stage.startWorker(OURS, { pollInterval: DAY * 1000, watch: { interval: MEASURED_TICK * 1000 } });
  worker.go();
  // A later change makes all others old news, which are listed no more.
  stage.clock.jump(3_600_000);
  opened.push(await stage.open(OURS, 1));
  await sleep(SETTLING * 1000);
  const measured = await during(stage, worker, orders);
  await worker.kill();
  return measured;
}

/** In each second. */
async function whenEmpty(stage: Stage): Promise<Cpu> {
  const worker = await stage.startWorker(OURS, { pollInterval: DAY * 1000 });
  worker.go();
  await sleep(SETTLING * 1000);
  const before = cpuOf(stage, worker);
  await sleep(EMPTY_WINDOW * 1000);
  const after = cpuOf(stage, worker);
  await worker.kill();
  return {
    worker: (after.worker - before.worker) / EMPTY_WINDOW,
    server: (after.server - before.server) / EMPTY_WINDOW,
  };
}

async function during(stage: Stage, worker: BenchWorker, orders: number): Promise<Window> {
  const { calls } = stage.sandbox.books;
  const before = { ...cpuOf(stage, worker), looks: calls.of('getOrder'), ticks: calls.of('listOrders') };
  await sleep(WINDOW * 1000);
  const after = cpuOf(stage, worker);
  return {
    orders,
    used: { worker: after.worker - before.worker, server: after.server - before.server },
    looks: calls.of('getOrder') - before.looks,
    ticks: calls.of('listOrders') - before.ticks,
    workerMB: worker.usage().rss / MB,
  };
}

function cpuOf(stage: Stage, worker: BenchWorker): Cpu {
  return { worker: worker.usage().cpu, server: stage.server.usage().cpu };
}

function growth(memory: readonly Memory[]): Figure[] {
  const [first, last] = [memory[0], memory.at(-1)];
  if (!first || !last || first === last) return [];
  return [
    {
      what: `memory of the worker that opened them, ${first.orders} → ${last.orders} orders`,
      value: `${rounded(first.workerMB)} → ${rounded(last.workerMB)} MB`,
    },
    {
      what: `memory of the server, ${first.orders} → ${last.orders} orders`,
      value: `${rounded(first.serverMB)} → ${rounded(last.serverMB)} MB`,
    },
    {
      what: 'database, for each open order',
      value: `${rounded(((last.databaseMB - first.databaseMB) * 1024) / (last.orders - first.orders))} kB`,
    },
  ];
}

/** Of one look, beyond what is used anyway. */
function ofLook({ used, looks }: Window, base: Cpu): number {
  return (total(used) - total(base) * WINDOW) / looks;
}

function sizeOf(opened: readonly Opened[]): number {
  return opened.reduce((sum, { custNos }) => sum + custNos.length, 0);
}

function total({ worker, server }: Cpu): number {
  return worker + server;
}

function told({ used, looks, ticks, workerMB }: Window): string {
  return `worker ${rounded(used.worker)} s, server ${rounded(used.server)} s CPU, ${looks} looks, ${ticks} ticks in ${WINDOW} s; ${rounded(workerMB)} MB`;
}

function inMs(seconds: number): string {
  return `${rounded(seconds * 1000)} ms`;
}
