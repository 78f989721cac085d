import { rounded, type Figure } from '../scenario.ts';
import { DAY } from '../simulated-days.ts';
import type { Memory } from './opening.ts';
import { POLL_INTERVAL, total, WINDOW, type Cpu, type Window } from './window.ts';

const WATCH_INTERVAL = 600;
export const POLLS_A_DAY = DAY / POLL_INTERVAL;
export const TICKS_A_DAY = DAY / WATCH_INTERVAL;
/** With the watcher, an order polls by itself only as often. */
export const WATCHED_POLLS_A_DAY = 1;

export interface Fleet {
  /** In each second, before there were any orders. */
  base: Cpu;
  /** Of ours with few orders: polls alone, and with the watcher. */
  few: Window;
  watched: Window;
  /** Of ours with all: polls alone. */
  all: Window;
  /** Of B2, with few. */
  loop: Window;
  /** While all were opened, in steps of as many orders. */
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

export function figuresOf(fleet: Fleet): Figure[] {
  const { base, few, all, loop, memory } = fleet;
  const fewDay = perDayOf(few, fleet);
  const allDay = perDayOf(all, fleet);
  const linear = allDay.alone / fewDay.alone;
  // Beside what was seen, because a window may have a few polls more or less than a mean one.
  const cores = total(base) + (ofPoll(all, base) * all.orders) / POLL_INTERVAL;
  return [
    ...sharesOf(few.orders, fewDay, ''),
    ...sharesOf(all.orders, allDay, ` as with ${loop.orders}`),
    {
      what: `CPU of a poll with ${all.orders} orders / with ${few.orders}`,
      value: rounded(linear),
      target: { text: '≤ 1 (linear)', met: linear <= 1 },
    },
    {
      what: `polls per second in the window with ${all.orders} orders, of those that they ask for`,
      value: `${rounded(all.polls / WINDOW)} of ${rounded(all.orders / POLL_INTERVAL)}, with ${rounded(total(all.used) / WINDOW)} cores`,
    },
    {
      what: `cores that worker and server use for polls of ${all.orders} orders each 30 minutes`,
      value: rounded(cores),
      target: { text: '< 2', met: cores < 2 },
    },
    memoryOf('a worker that only polls', { ...few, MB: few.workerMB }, { ...all, MB: all.workerMB }),
    ...growthOf(memory),
  ];
}

function perDayOf(alone: Window, fleet: Fleet): PerDay {
  const { base, few, loop } = fleet;
  const poll = ofPoll(alone, base);
  return {
    anyway: (total(base) * DAY) / alone.orders,
    loop: ofPoll(loop, base) * POLLS_A_DAY,
    alone: poll * POLLS_A_DAY,
    // A tick that has news to tell searches among all orders, so it is taken to cost as many times more as there are more of them.
    watched: poll * WATCHED_POLLS_A_DAY + (ofTick(fleet) * TICKS_A_DAY) / few.orders,
  };
}

/** Seconds of CPU of one poll, beyond what is used anyway. */
function ofPoll({ used, polls }: Window, base: Cpu): number {
  return (total(used) - total(base) * WINDOW) / polls;
}

/** Seconds of CPU of one tick of the watcher, with few orders. */
function ofTick({ base, few, watched }: Fleet): number {
  return (total(watched.used) - total(base) * WINDOW - watched.polls * ofPoll(few, base)) / watched.ticks;
}

/** Why the figures do not count, if they do not. */
export function doubtsOf(fleet: Fleet): string[] {
  const { base, few, all, loop } = fleet;
  const isCost = (seconds: number) => seconds > 0 && Number.isFinite(seconds);
  const doubts = [few, all, loop]
    .filter((alone) => !isCost(ofPoll(alone, base)))
    .map(({ orders }) => `with ${orders} orders open, polls use no more than is used anyway: take more orders`);
  if (!isCost(ofTick(fleet))) doubts.push('ticks of the watcher use no more than is used anyway');
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
    ...share('polls alone', alone, 1 / 4),
    ...share('with the watcher', watched, 1 / 50),
  ];
}

function growthOf(memory: readonly Memory[]): Figure[] {
  const [first, last] = [memory[0], memory.at(-1)];
  if (!first || !last || first === last) return [];
  const { orders } = first;
  const perOrder = ((last.databaseMB - first.databaseMB) * 1024) / (last.orders - orders);
  return [
    memoryOf(
      'a worker that opens as many as each before it',
      { ...first, MB: first.workerMB },
      { ...last, MB: last.workerMB },
    ),
    {
      what: `memory of the server, ${orders} → ${last.orders} orders`,
      value: `${rounded(first.serverMB)} → ${rounded(last.serverMB)} MB`,
    },
    {
      what: 'database, for each open order',
      value: `${rounded(perOrder)} kB`,
      target: { text: '≤ 30 kB', met: perOrder <= 30 },
    },
  ];
}

interface Sample {
  orders: number;
  MB: number;
}

function memoryOf(what: string, before: Sample, after: Sample): Figure {
  const grown = after.MB / before.MB - 1;
  return {
    what: `memory of ${what}, ${before.orders} → ${after.orders} orders`,
    value: `${rounded(before.MB)} → ${rounded(after.MB)} MB (${(grown * 100).toFixed(0)} %)`,
    target: { text: '±10 %', met: Math.abs(grown) <= 0.1 },
  };
}

function inMs(seconds: number): string {
  return `${rounded(seconds * 1000)} ms`;
}
