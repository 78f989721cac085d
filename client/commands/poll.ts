import type { Command } from 'commander';
import { withOrders } from './connected.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { addJson } from './options.ts';

export function addPoll(program: Command): void {
  addJson(
    program
      .command('poll')
      .description('let an order poll Octane at once; exits with 1 when there is nothing to poll')
      .argument('<reference>', "the order's reference"),
  )
    .addHelpText('after', '\nExample:\n  nbn poll SO-1001')
    .action(async (reference: string, { json }: { json?: boolean }, command: Command) => {
      await withOrders(command, async (orders) => {
        const { polls, why } = await orders.order(reference).poll();
        console.log(json ? JSON.stringify({ reference, polls, why }) : `${reference}: ${why}`);
        if (!polls) process.exitCode = EXIT_CODES.notDone;
      });
    });
}
