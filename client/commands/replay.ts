import type { Command } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { failureLine } from './failure.ts';
import { serverOf } from './global-options.ts';
import { addJson } from './options.ts';
import { whole } from './values.ts';

interface ReplayOptions {
  query?: string;
  limit: number;
  bundle?: string;
  workers: number;
  json?: boolean;
}

export function addReplay(program: Command): void {
  const replay = program
    .command('replay')
    .description(
      'replay what the server has against the code at hand; exits with 1 when an order would break, 2 when it cannot tell',
    )
    .option('-q, --query <filter>', "Temporal's list filter; default: all orders and locks")
    .option('-n, --limit <number>', 'at most so many, open ones first', whole, 1000)
    .option('-b, --bundle <path>', 'a workflow bundle instead of the code at hand')
    .option('--workers <number>', 'histories in work at a time', whole, 2);
  addJson(replay, 'as JSON, a line for each workflow that would break')
    .addHelpText('after', '\nExample:\n  nbn replay --limit 200')
    .action(async (options: ReplayOptions, command: Command) => {
      // The one command that needs the workflow code, and the worker's library: only here, and only now.
      const { replayRunning } = await import('../../replay/command.ts');
      const { query, limit, bundle, workers, json = false } = options;
      const what = {
        limit,
        workers,
        json,
        ...(query !== undefined && { query }),
        ...(bundle !== undefined && { bundle }),
      };
      try {
        if (!(await replayRunning({ ...what, server: serverOf(command) }))) process.exitCode = 1;
      } catch (error) {
        console.error(failureLine(error));
        process.exitCode = EXIT_CODES.notCompared;
      }
    });
}
