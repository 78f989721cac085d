import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { NbnOrders, OrderHandle } from '../../client/index.ts';
import { OrderError, UpdateRefused } from '../../client/index.ts';
import type { Flow } from '../../contract/names.ts';
import type { PlannedOrder } from './orders.ts';
import { persistently } from './persistence.ts';

/** What the systems and people do who want this order: start it, and, where that is planned, withdraw or terminate it. */
export async function wantOrder(
  { orders, client }: { orders: NbnOrders; client: Client },
  planned: PlannedOrder,
  began: number,
): Promise<void> {
  await sleep(Math.max(0, began + planned.at - Date.now()));
  const order = await persistently(() => start(orders, planned));
  if (planned.withdrawAfter !== undefined) {
    await sleep(planned.withdrawAfter);
    await withdraw(order);
  }
  if (planned.terminateAfter !== undefined) {
    await sleep(planned.terminateAfter);
    await persistently(() => terminate(client, order.workflowId));
    await persistently(() => start(orders, planned));
  }
}

function start<F extends Flow>(orders: NbnOrders, { flow, input }: PlannedOrder<F>): Promise<OrderHandle<F>> {
  return orders.start<F>(flow, input);
}

async function withdraw(order: OrderHandle<Flow>): Promise<void> {
  try {
    await persistently(() => order.withdraw({ by: 'the caller', reason: 'not wanted any more' }));
  } catch (error) {
    // It came too late.
    if (!(error instanceof UpdateRefused || error instanceof OrderError)) throw error;
  }
}

async function terminate(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).terminate('by mistake');
  } catch (error) {
    // It has ended already, perhaps by a call whose answer was lost.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
