import type { Command } from 'commander';
import { isOrderFlow } from '../../contract/flows.ts';
import type { EnquiryFlow } from '../../contract/names.ts';
import type { EnquiryResult } from '../../contract/outputs.ts';
import type { NbnOrders } from '../nbn-orders.ts';
import { orderedOf } from '../ordered.ts';
import type { OrderView } from '../order-view.ts';
import { orderPage } from '../printing/order.ts';
import { orderNamed, withOrders } from './connected.ts';
import { commandToPaste, zoneFor } from './global-options.ts';
import { addJson } from './options.ts';

export function addShow(program: Command): void {
  addJson(
    program
      .command('show')
      .description('how one order stands, what was ordered, and which answers are possible')
      .argument('<reference>', "the order's reference, or Octane's number of it"),
  )
    .addHelpText('after', '\nExamples:\n  nbn show SO-1001\n  nbn show 5000004 --json')
    .action(async (name: string, { json }: { json?: boolean }, command: Command) => {
      await withOrders(command, async (orders) => {
        const order = await orderNamed(orders, name);
        const [view, { input, serviceState }] = await Promise.all([order.view(), order.history()]);
        const ordered = orderedOf(input);
        const result = await measured(orders, view);
        if (json) {
          const { progress, status, retries } = view;
          console.log(
            JSON.stringify({ ...progress, status, retries, ordered, ...(result && { result }) }, undefined, 2),
          );
          return;
        }
        const page = {
          view,
          ordered,
          ...(result && { result }),
          zone: zoneFor(command, serviceState),
          commandOf: (words: string[]) => commandToPaste(command, words),
        };
        for (const line of orderPage(page)) console.log(line);
      });
    });
}

/** What a test that has completed has measured. */
async function measured(orders: NbnOrders, { progress, status }: OrderView): Promise<EnquiryResult | undefined> {
  const { flow, reference } = progress;
  if (status !== 'COMPLETED' || isOrderFlow(flow)) return undefined;
  return orders.order<EnquiryFlow>(reference).result();
}
