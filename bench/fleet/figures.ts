import { rounded, type Figure } from '../scenario.ts';
import type { Memory } from './opening.ts';
import { DAY, POLL_INTERVAL, total, WINDOW, type Cpu, type Window } from './window.ts';

const WATCH_INTERVAL = 600;
export const LOOKS_A_DAY = DAY / POLL_INTERVAL;
export const TICKS_A_DAY = DAY / WATCH_INTERVAL;
/** With the watcher, an order looks by itself only as often. */
export const WATCHED_LOOKS_A_DAY = 1;

export interface Fleet {
  /** In each second, before there were any orders. */
  base: Cpu;
  /** Of ours, with few orders and with all. */
  few: { alone: Window; watched: Window };
  all: { alone: Window; watched: Window };
  /** Of B2, with few. */
  loop: Window;
  /** While ours were opened. */
  memory: readonly Memory[];
}

/** Seconds of CPU for each open order and day. */
interface PerDay {
  /** What is used without any order, too. */
  anyway: number;
  loop: number;
  alone: number;
  watched: number;
}

export function figuresOf({ base, few, all, loop, memory }: Fleet): Figure[] {
  const fewDay = perDayOf(few, loop, base);
  const allDay = perDayOf(all, loop, base);
  const linear = allDay.alone / fewDay.alone;
  const { orders } = all.alone;
  // Rather than what was seen: where opening them was slower than looking at them, so were the looks of the window.
  const cores = total(base) + (ofLook(all.alone, base) * orders) / POLL_INTERVAL;
  const grown = all.alone.workerMB / few.alone.workerMB - 1;
  return [
    ...sharesOf(few.alone.orders, fewDay, ''),
    ...sharesOf(all.alone.orders, allDay, ` as with ${loop.orders}`),
    {
      what: `CPU of a look with ${all.alone.orders} orders / with ${few.alone.orders}`,
      value: rounded(linear),
      target: { text: '≤ 1 (linear)', met: linear <= 1 },
    },
    {
      what: `cores that worker and server use for looks at ${orders} orders each 30 minutes`,
      value: rounded(cores),
      target: { text: '< 2', met: cores < 2 },
    },
    {
      what: `memory of a worker that was started with so many orders open, ${few.alone.orders} → ${all.alone.orders}`,
      value: `${rounded(few.alone.workerMB)} → ${rounded(all.alone.workerMB)} MB (${(grown * 100).toFixed(0)} %)`,
      target: { text: '±10 %', met: Math.abs(grown) <= 0.1 },
    },
    ...growthOf(memory),
  ];
}

function perDayOf({ alone, watched }: Fleet['all'], loop: Window, base: Cpu): PerDay {
  const look = ofLook(alone, base);
  return {
    anyway: (total(base) * DAY) / alone.orders,
    loop: ofLook(loop, base) * LOOKS_A_DAY,
    alone: look * LOOKS_A_DAY,
    watched: look * WATCHED_LOOKS_A_DAY + (ofTick({ alone, watched }, base) * TICKS_A_DAY) / alone.orders,
  };
}

/** Seconds of CPU of one look, beyond what is used anyway. */
function ofLook({ used, looks }: Window, base: Cpu): number {
  return (total(used) - total(base) * WINDOW) / looks;
}

/** Seconds of CPU of one tick of the watcher. */
function ofTick({ alone, watched }: Fleet['all'], base: Cpu): number {
  return (total(watched.used) - total(base) * WINDOW - watched.looks * ofLook(alone, base)) / watched.ticks;
}

/** Why the figures do not count, if they do not. */
export function doubtsOf({ base, few, all, loop }: Fleet): string[] {
  const isPositive = (seconds: number) => seconds > 0 && Number.isFinite(seconds);
  const doubts = [few.alone, all.alone, loop]
    .filter((alone) => !isPositive(ofLook(alone, base)))
    .map(({ orders }) => `with ${orders} orders open, looks use no more than is used anyway: take more orders`);
  for (const windows of [few, all]) {
    if (isPositive(ofTick(windows, base))) continue;
    doubts.push(`with ${windows.alone.orders} orders open, ticks use no more than is used anyway`);
  }
  return doubts;
}

function sharesOf(orders: number, { anyway, loop, alone, watched }: PerDay, loopMeasured: string): Figure[] {
  const told = (day: number) => `${inMs(day + anyway)}, of which ${inMs(anyway)} without any order`;
  const share = (what: string, day: number, most: number): Figure[] => {
    const whole = (day + anyway) / (loop + anyway);
    return [
      { what: `${orders} orders: CPU per order and day, ${what}`, value: told(day) },
      {
        what: `${orders} orders: ${what} / B2`,
        value: rounded(whole),
        target: { text: `≤ ${most}`, met: whole <= most },
      },
      { what: `${orders} orders: ${what} / B2, beyond what is used without any order`, value: rounded(day / loop) },
    ];
  };
  return [
    { what: `${orders} orders: CPU per order and day, B2${loopMeasured}`, value: told(loop) },
    ...share('polls alone', alone, 1 / 10),
    ...share('with the watcher', watched, 1 / 50),
  ];
}

function growthOf(memory: readonly Memory[]): Figure[] {
  const [first, last] = [memory[0], memory.at(-1)];
  if (!first || !last || first === last) return [];
  const ofProcess = (what: string, MB: 'workerMB' | 'serverMB'): Figure => ({
    what: `memory of ${what}, ${first.orders} → ${last.orders} orders`,
    value: `${rounded(first[MB])} → ${rounded(last[MB])} MB`,
  });
  return [
    ofProcess('the worker that opened them', 'workerMB'),
    ofProcess('the server', 'serverMB'),
    {
      what: 'database, for each open order',
      value: `${rounded(((last.databaseMB - first.databaseMB) * 1024) / (last.orders - first.orders))} kB`,
    },
  ];
}

function inMs(seconds: number): string {
  return `${rounded(seconds * 1000)} ms`;
}
