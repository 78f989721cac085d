import type { Command } from 'commander';
import type { ListFilter } from '../list-filter.ts';
import { orderNamed, withOrders } from './connected.ts';
import { follow } from './follow.ts';
import { followQueue } from './follow-queue.ts';
import { addFilter, addJson, filterOf } from './options.ts';

type WatchOptions = ListFilter & { json?: boolean; untilEnd?: boolean };

export function addWatch(program: Command): void {
  const watch = program
    .command('watch')
    .description('follow an order until it has ended or a person must decide, or a queue of orders')
    .argument(
      '[reference]',
      "the order's reference, or Octane's number of it; without it, the orders that the options name",
    );
  addFilter(watch).option('--until-end', 'go on when a person must decide');
  addJson(watch, 'as JSON, a line for each change')
    .addHelpText(
      'after',
      '\nExit code: 0 completed, 3 ended otherwise, 4 a person must decide, 5 completed in part, 1 it cannot be watched.' +
        '\n\nExamples:\n  nbn watch SO-1001\n  nbn watch --state fallout',
    )
    .action(
      async (
        name: string | undefined,
        { json = false, untilEnd = false, ...options }: WatchOptions,
        command: Command,
      ) => {
        const filter = filterOf(options);
        if (name === undefined && Object.keys(filter).length === 0) {
          command.error('error: name an order, or say which ones, such as --state fallout');
        }
        await withOrders(command, async (orders) => {
          if (name === undefined) await followQueue(orders, filter, json, command);
          else process.exitCode = await follow(await orderNamed(orders, name), { json, untilEnd }, command);
        });
      },
    );
}
