import type { Command } from 'commander';
import { undeliveredTable } from '../printing/undelivered-events.ts';
import type { UndeliveredEvents, UndeliveredFilter } from '../undelivered-events.ts';
import { withOrders } from './connected.ts';
import { zoneFor } from './global-options.ts';
import { addJson } from './options.ts';
import { whole } from './values.ts';

interface EventsOptions extends UndeliveredFilter {
  sendAgain?: boolean;
  limit: number;
  json?: boolean;
}

export function addEvents(program: Command): void {
  const events = program
    .command('events')
    .description('events that a receiver has not taken, and sending them again')
    .option('--receiver <name>', 'only of this receiver')
    .option('--reference <reference>', 'only of this order')
    .option('--send-again', 'have them sent again at once, all of them')
    .option('-n, --limit <number>', 'list at most so many orders', whole, 50);
  addJson(events, 'as JSON, a line for each order and receiver, times as ISO 8601')
    .addHelpText('after', '\nExamples:\n  nbn events\n  nbn events --receiver crm --send-again')
    .action(async ({ sendAgain, limit, json, ...filter }: EventsOptions, command: Command) => {
      await withOrders(command, async (orders) => {
        if (sendAgain) {
          const told = await orders.sendEventsAgain(filter);
          console.log(
            json
              ? JSON.stringify({ sentAgain: told })
              : `Sent again now: the events of ${told} order${told === 1 ? '' : 's'}.`,
          );
          return;
        }
        const found: UndeliveredEvents[] = [];
        for await (const undelivered of orders.undeliveredEvents(filter)) {
          if (found.length === limit) {
            console.error(`There are more than ${limit}; more with --limit.`);
            break;
          }
          found.push(undelivered);
          if (json) console.log(JSON.stringify(undelivered));
        }
        if (!json) for (const line of undeliveredTable(found, zoneFor(command))) console.log(line);
      });
    });
}
