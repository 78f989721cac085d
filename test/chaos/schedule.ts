import { planOrders, type PlannedOrder } from './orders.ts';
import type { Random } from './random.ts';

/** What is broken, and when: milliseconds since the run's beginning. */
export type Breakage =
  | { at: number; what: 'worker'; worker: number }
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
  /** Milliseconds for which things break. */
  duration: number;
}

/** Everything that is to happen, from one seed. */
export function scheduleOf(random: Random, { orders, workers, kills, restarts, duration }: Extent): Schedule {
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
  return {
    orders: planOrders(random, orders, Math.round(duration * 0.8)),
    breakages: breakages.sort((one, other) => one.at - other.at),
  };
}

/** A line for each instant at which something breaks. */
export function inWords({ orders, breakages }: Schedule): string {
  const seconds = (at: number) => `${(at / 1000).toFixed(1)}s`;
  const broken = breakages.map((breakage) =>
    breakage.what === 'worker'
      ? `  ${seconds(breakage.at)} worker ${breakage.worker} SIGKILL`
      : `  ${seconds(breakage.at)} server ${breakage.signal}, down for ${seconds(breakage.downFor)}`,
  );
  const last = orders.at(-1)?.at ?? 0;
  const withdrawn = orders.filter(({ withdrawAfter }) => withdrawAfter !== undefined).length;
  const terminated = orders.filter(({ terminateAfter }) => terminateAfter !== undefined).length;
  const summary = `  ${orders.length} orders until ${seconds(last)}: ${withdrawn} to withdraw, ${terminated} to terminate and start again`;
  return [summary, ...broken].join('\n');
}
