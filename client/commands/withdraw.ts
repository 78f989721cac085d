import type { Command } from 'commander';
import type { Asked } from '../../contract/updates.ts';
import { withTimesIn } from '../printing/times.ts';
import { withOrders } from './connected.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { zoneFor } from './global-options.ts';
import { addAsked, addJson } from './options.ts';

export function addWithdraw(program: Command): void {
  const withdraw = program
    .command('withdraw')
    .description('withdraw an order; says at once whether that is accepted')
    .argument('<reference>', "the order's reference");
  addJson(addAsked(withdraw))
    .addHelpText('after', "\nExample:\n  nbn withdraw SO-1001 --by Ann --reason 'the customer changed their mind'")
    .action(async (reference: string, { json, ...asked }: Asked & { json?: boolean }, command: Command) => {
      await withOrders(command, async (orders) => {
        const { accepted, why } = await orders.order(reference).withdraw({ by: asked.by, reason: asked.reason });
        if (json) console.log(JSON.stringify({ reference, accepted, why }));
        else console.log(`${accepted ? 'Accepted' : 'Refused'}: ${withTimesIn(zoneFor(command), why)}`);
        if (!accepted) process.exitCode = EXIT_CODES.notDone;
      });
    });
}
