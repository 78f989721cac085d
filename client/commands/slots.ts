import type { Command } from 'commander';
import { fromTo } from '../printing/times.ts';
import { withOrders } from './connected.ts';
import { zoneFor } from './global-options.ts';
import { addJson } from './options.ts';

export function addSlots(program: Command): void {
  addJson(
    program
      .command('slots')
      .description("list what an activation's appointment can be moved to, as Octane offers it now")
      .argument('<reference>', "the order's reference")
      .option('--notBefore <date-time>', 'ISO 8601 with a zone'),
  )
    .addHelpText('after', '\nExample:\n  nbn slots SO-1001 --notBefore 2026-12-07T00:00:00+11:00')
    .action(async (reference: string, options: { json?: boolean; notBefore?: string }, command: Command) => {
      await withOrders(command, async (orders) => {
        const order = orders.order(reference);
        const slots = await order.slots({ notBefore: options.notBefore });
        if (options.json) {
          console.log(JSON.stringify({ reference, slots }));
          return;
        }
        const zone = zoneFor(command, (await order.history()).serviceState);
        if (slots.length === 0) console.log(`${reference}: Octane offers no slot.`);
        for (const { slotId, startTime, endTime, slotType } of slots) {
          console.log([slotId, fromTo(startTime, endTime, zone), slotType].filter(Boolean).join('  '));
        }
      });
    });
}
