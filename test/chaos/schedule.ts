import { MISHAPS } from './mishaps.ts';
import { planOrders, type PlannedOrder } from './orders.ts';
import type { Random } from './random.ts';

/** What is broken, and when: milliseconds since the run's beginning. */
export type Breakage =
  | { at: number; what: 'worker'; worker: number }
  /** The one that is open at this place of all, from 0 to 1. */
  | { at: number; what: 'lock'; place: number }
  | { at: number; what: 'server'; signal: 'SIGKILL' | 'SIGTERM'; downFor: number };

export interface Schedule {
  orders: PlannedOrder[];
  breakages: Breakage[];
}

export interface Extent {
  orders: number;
  /** Worker processes. */
  workers: number;
  /** How often a worker is ended with SIGKILL. */
  kills: number;
  /** How often the Temporal server is ended and started again. */
  restarts: number;
  /** How often the lock of a service is terminated. */
  locks: number;
  /** Milliseconds for which things break. */
  duration: number;
}

/** Everything that is to happen, from one seed. */
export function scheduleOf(random: Random, { orders, workers, kills, restarts, locks, duration }: Extent): Schedule {
  const breakages: Breakage[] = [];
  for (let count = 0; count < kills; count++) {
    const at = random.integer(0, duration);
    breakages.push({ at, what: 'worker', worker: random.integer(0, workers - 1) });
  }
  for (let count = 0; count < restarts; count++) {
    // Spread, and not at the very end, so that each one finds work under way.
    const at = Math.round(((count + random.integer(20, 80) / 100) / restarts) * duration * 0.9);
    const signal = count % 2 === 0 ? 'SIGTERM' : 'SIGKILL';
    breakages.push({ at, what: 'server', signal, downFor: random.integer(0, 4000) });
  }
  for (let count = 0; count < locks; count++) {
    breakages.push({ at: random.integer(0, duration), what: 'lock', place: random.integer(0, 100) / 100 });
  }
  return {
    orders: planOrders(random, orders, Math.round(duration * 0.8)),
    breakages: breakages.sort((one, other) => one.at - other.at),
  };
}

/** The orders in a line, and one for each instant at which a process ends. */
export function inWords({ orders, breakages }: Schedule): string {
  const seconds = (at: number) => `${(at / 1000).toFixed(1)}s`;
  const broken = breakages
    .filter((breakage) => breakage.what !== 'lock')
    .map((breakage) =>
      breakage.what === 'worker'
        ? `  ${seconds(breakage.at)} worker ${breakage.worker} SIGKILL`
        : `  ${seconds(breakage.at)} server ${breakage.signal}, down for ${seconds(breakage.downFor)}`,
    );
  const last = orders.at(-1)?.at ?? 0;
  const mishaps = MISHAPS.map((what) => `${orders.filter(({ mishap }) => mishap?.what === what).length} ${what}`);
  const locks = breakages.filter(({ what }) => what === 'lock').length;
  const summary = `  ${orders.length} orders until ${seconds(last)}: ${mishaps.join(', ')}; ${locks} locks to terminate`;
  return [summary, ...broken].join('\n');
}
