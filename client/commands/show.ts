import type { Command } from 'commander';
import { knownOfOrder } from '../printing/known-of-order.ts';
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
        const known = await knownOfOrder(orders, order, (state) => zoneFor(command, state));
        if (json) {
          const { view, ordered, result } = known;
          const { progress, status, retries } = view;
          console.log(
            JSON.stringify({ ...progress, status, retries, ordered, ...(result && { result }) }, undefined, 2),
          );
          return;
        }
        const page = { ...known, commandOf: (words: string[]) => commandToPaste(command, words) };
        for (const line of orderPage(page)) console.log(line);
      });
    });
}
