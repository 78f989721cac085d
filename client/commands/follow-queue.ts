import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { NoSuchOrder } from '../errors.ts';
import type { ListFilter } from '../list-filter.ts';
import type { NbnOrders, OrderSummary } from '../nbn-orders.ts';
import type { OrderView } from '../order-view.ts';
import { colours } from '../printing/terminal.ts';
import { stateInColour } from '../printing/states.ts';
import { toTheSecond, withTimesIn } from '../printing/times.ts';
import { commandToPaste, zoneFor } from './global-options.ts';

/** Milliseconds between two looks at the list. */
const LOOK_EVERY = 2_000;

/** Prints each order that comes into a list, and what became of each that has left it; until the process is ended. */
export async function followQueue(
  orders: NbnOrders,
  filter: ListFilter,
  json: boolean,
  command: Command,
): Promise<never> {
  const zone = zoneFor(command);
  const tell = (change: 'in' | 'out', { progress }: OrderView): void => {
    const { reference, flow, state, fallout } = progress;
    const at = new Date().toISOString();
    if (json) {
      console.log(JSON.stringify({ at, change, reference, flow, state, ...(fallout && { fallout }) }));
      return;
    }
    const why = fallout ? `  ${fallout.code}: ${withTimesIn(zone, fallout.sentence)}` : '';
    const mark = change === 'in' ? '+' : '-';
    console.log(`${colours.dim(toTheSecond(at, zone))}  ${mark} ${reference}  ${flow}  ${stateInColour(state)}${why}`);
    if (change === 'in') console.log(`  ${commandToPaste(command, ['show', reference])}`);
  };
  let before = new Map<string, OrderSummary>();
  for (;;) {
    const now = new Map<string, OrderSummary>();
    for await (const order of orders.list(filter)) if (!now.has(order.reference)) now.set(order.reference, order);
    for (const reference of now.keys()) if (!before.has(reference)) await told(orders, reference, 'in', tell);
    for (const reference of before.keys()) if (!now.has(reference)) await told(orders, reference, 'out', tell);
    before = now;
    await sleep(LOOK_EVERY);
  }
}

async function told(
  orders: NbnOrders,
  reference: string,
  change: 'in' | 'out',
  tell: (change: 'in' | 'out', view: OrderView) => void,
): Promise<void> {
  try {
    tell(change, await orders.order(reference).view());
  } catch (error) {
    // It was deleted meanwhile.
    if (!(error instanceof NoSuchOrder)) throw error;
  }
}
