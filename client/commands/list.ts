import type { Command } from 'commander';
import type { ListFilter } from '../list-filter.ts';
import type { OrderSummary } from '../nbn-orders.ts';
import { ordersTable } from '../printing/orders.ts';
import { withOrders } from './connected.ts';
import { zoneFor } from './global-options.ts';
import { addFilter, addJson, filterOf } from './options.ts';
import { whole } from './values.ts';

export function addList(program: Command): void {
  const list = program.command('list').description('orders, newest first');
  addFilter(list).option('-n, --limit <number>', 'at most so many', whole, 50);
  addJson(list, 'as JSON, a line for each order, times as ISO 8601')
    .addHelpText(
      'after',
      '\nExamples:\n  nbn list --state fallout\n  nbn list --due-before 3d\n  nbn list --orderId 5000004\n  nbn list --json | jq .reference',
    )
    .action(async ({ limit, json, ...options }: ListFilter & { limit: number; json?: boolean }, command: Command) => {
      const filter = filterOf(options);
      await withOrders(command, async (orders) => {
        const found: OrderSummary[] = [];
        let isMore = false;
        for await (const order of orders.list(filter)) {
          isMore = found.length === limit;
          if (isMore) break;
          found.push(order);
          if (json) console.log(JSON.stringify(order));
        }
        if (!json) for (const line of ordersTable(found, zoneFor(command))) console.log(line);
        // Not among the orders, which a program may read.
        if (isMore) console.error(`${limit} of ${await orders.count(filter)} orders; more with --limit.`);
      });
    });
}
