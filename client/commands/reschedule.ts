import { Option, type Command } from 'commander';
import type { RescheduleRequest } from '../../contract/updates.ts';
import { fromTo } from '../printing/times.ts';
import { withOrders } from './connected.ts';
import { zoneFor } from './global-options.ts';
import { addAsked, addJson } from './options.ts';

export function addReschedule(program: Command): void {
  const reschedule = program
    .command('reschedule')
    .description("move an activation's appointment: to an exact slot, or to the first that fits")
    .argument('<reference>', "the order's reference")
    .option('--slotId <id>', 'the exact slot')
    .option('--notBefore <date-time>', 'ISO 8601 with a zone')
    .addOption(new Option('--slotType <type>', 'morning or afternoon').choices(['AM', 'PM']));
  addJson(addAsked(reschedule))
    .addHelpText(
      'after',
      "\nExample:\n  nbn reschedule SO-1001 --notBefore 2026-12-07T00:00:00+11:00 --slotType PM --by Ann --reason 'is home then'",
    )
    .action(
      async (reference: string, { json, ...request }: RescheduleRequest & { json?: boolean }, command: Command) => {
        await withOrders(command, async (orders) => {
          const order = orders.order(reference);
          const appointment = await order.reschedule(request);
          if (json) {
            console.log(JSON.stringify({ reference, appointment }));
            return;
          }
          const zone = zoneFor(command, (await order.history()).serviceState);
          const { appointmentId, startTime, endTime } = appointment;
          console.log(`Appointment ${appointmentId}: ${fromTo(startTime, endTime, zone)}`);
        });
      },
    );
}
