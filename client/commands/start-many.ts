import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import pMap from 'p-map';
import type { Flow } from '../../contract/names.ts';
import type { Row } from '../bulk/rows.ts';
import { NoWorker, ReferenceInUse } from '../errors.ts';
import type { NbnOrders } from '../nbn-orders.ts';
import { progressBar } from '../printing/progress-bar.ts';
import { nextStanding } from '../watching.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { zoneFor } from './global-options.ts';
import { printBecame, type Became } from '../printing/became.ts';

export interface StartManyOptions {
  /** Orders in a second. */
  rate: number;
  dryRun: boolean;
  json: boolean;
}

/** Calls to Temporal at a time. */
const AT_ONCE = 20;
/** Milliseconds, after the last start, for all orders to take their first steps; then they are reported as they stand. */
const SETTLE_LIMIT = 30_000;

/** Starts many orders, which are valid, and reports what each became. @returns the exit code. */
export async function startMany(
  orders: NbnOrders,
  flow: Flow,
  rows: readonly Row[],
  { rate, dryRun, json }: StartManyOptions,
  command: Command,
): Promise<number> {
  const began = Date.now();
  const starting = progressBar(dryRun ? 'Checking' : 'Starting', rows.length);
  const started = await pMap(
    rows,
    async ({ line, input }, index): Promise<Became> => {
      if (!dryRun) await sleep(Math.max(0, began + (index * 1000) / rate - Date.now()));
      const { reference } = input;
      try {
        if (dryRun)
          return { line, reference, did: (await orders.exists(flow, input)) ? 'there already' : 'would start' };
        return { line, reference, did: (await orders.start(flow, input)).started ? 'started' : 'there already' };
      } catch (error) {
        if (!(error instanceof ReferenceInUse)) throw error;
        return { line, reference, did: 'not started', isRefused: true, note: error.message };
      } finally {
        starting.increment();
      }
    },
    { concurrency: AT_ONCE },
  ).finally(() => {
    starting.stop();
  });
  const became = dryRun ? started : await standings(orders, started);
  printBecame(became, { json, zone: zoneFor(command) });
  const needPerson = became.some(({ isRefused, view }) => isRefused === true || view?.progress.fallout);
  return needPerson ? EXIT_CODES.notDone : EXIT_CODES.done;
}

/** What the orders are once they have taken their first steps. */
async function standings(orders: NbnOrders, started: readonly Became[]): Promise<Became[]> {
  const settledAt = Date.now() + SETTLE_LIMIT;
  const looking = progressBar('Looking', started.length);
  let isAnswered = true;
  return pMap(
    started,
    async (order) => {
      try {
        if (order.isRefused === true || !isAnswered) return order;
        const limit = Math.max(0, settledAt - Date.now());
        return { ...order, view: await nextStanding(orders.order(order.reference), { limit }) };
      } catch (error) {
        if (!(error instanceof NoWorker)) throw error;
        if (isAnswered) console.error(error.message);
        isAnswered = false;
        return order;
      } finally {
        looking.increment();
      }
    },
    { concurrency: AT_ONCE },
  ).finally(() => {
    looking.stop();
  });
}
