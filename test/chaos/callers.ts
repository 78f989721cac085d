import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { NbnOrders, OrderHandle } from '../../client/index.ts';
import type { Flow } from '../../contract/names.ts';
import { happen } from './mishaps.ts';
import type { PlannedOrder } from './orders.ts';
import { persistently } from './persistence.ts';

/**
 * What the systems and people do who want this order: start it, and what is planned besides.
 *
 * @returns whether the mishap happened, where one was planned.
 */
export async function wantOrder(
  { orders, client }: { orders: NbnOrders; client: Client },
  planned: PlannedOrder,
  began: number,
): Promise<boolean> {
  await sleep(Math.max(0, began + planned.at - Date.now()));
  const startIt = () => persistently(() => start(orders, planned));
  const order = await startIt();
  return planned.mishap !== undefined && happen(planned.mishap, { client, order, startAgain: startIt });
}

function start<F extends Flow>(orders: NbnOrders, { flow, input }: PlannedOrder<F>): Promise<OrderHandle<F>> {
  return orders.start<F>(flow, input);
}
