import type { Command } from 'commander';
import { printReconciliation } from '../printing/reconciliation.ts';
import type { ReconcileFilter } from '../reconciliation.ts';
import { withOrders } from './connected.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { failureLine } from './failure.ts';
import { zoneFor } from './global-options.ts';
import { addJson } from './options.ts';
import { ago, whole } from './values.ts';

export function addReconcile(program: Command): void {
  const reconcile = program
    .command('reconcile')
    .description(
      'compare our orders with Octane; exits with 0: no differences, 1: differences, 2: could not be compared',
    )
    .option('-c, --custNo <number>', "only this customer's", whole)
    .option('-g, --groupNo <group>', "only this group's")
    .option('--since <time>', 'besides open orders those that closed in this time, such as 7d; default 30d', ago);
  addJson(reconcile, 'as JSON, a line for each customer')
    .addHelpText('after', '\nExamples:\n  nbn reconcile --since 7d\n  nbn reconcile --custNo 100001')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_CODES.notCompared))
    .action(async ({ json, custNo, groupNo, since }: ReconcileFilter & { json?: boolean }, command: Command) => {
      try {
        await withOrders(command, async (orders) => {
          const customers = orders.reconcile({ custNo, groupNo, since });
          const { differences, failures } = await printReconciliation(customers, json ?? false, zoneFor(command));
          process.exitCode = failures > 0 ? EXIT_CODES.notCompared : differences > 0 ? 1 : EXIT_CODES.done;
        });
      } catch (error) {
        console.error(failureLine(error));
        process.exitCode = EXIT_CODES.notCompared;
      }
    });
}
