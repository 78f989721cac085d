import { Option, type Command } from 'commander';
import type { Inputs } from '../../contract/inputs.ts';
import { FLOWS, type Flow } from '../../contract/names.ts';
import type { NbnOrders } from '../nbn-orders.ts';
import { withOrders } from './connected.ts';
import { follow } from './follow.ts';
import { commandToPaste } from './global-options.ts';
import { addJson } from './options.ts';
import { oneOf, parseJson, textOf, whole } from './values.ts';

interface StartOptions {
  input?: string;
  file?: string;
  from?: string;
  rate: number;
  dryRun?: boolean;
  wait?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Exit code with --wait: 0 completed, 3 ended otherwise, 4 a person must decide, 5 completed in part. With --from: 1 when an
order was not started, or a person must decide.

Examples:
  nbn start planChange --file order.json --dry-run
  nbn start planChange --file order.json --wait
  nbn start suspend --from orders.csv --rate 10

The columns of a CSV file are the fields, such as: reference,service.custNo,custReqDate`;

export function addStart(program: Command): void {
  const start = program
    .command('start')
    .description('start an order, or many; repeating it with the same reference starts nothing new')
    .addArgument(program.createArgument('<flow>', 'what to order').choices(FLOWS).argParser(oneOf(FLOWS)))
    .addOption(new Option('-i, --input <json>', "the flow's input as JSON").conflicts(['file', 'from']))
    .addOption(new Option('-f, --file <path>', 'a file with the input, - for standard input').conflicts('from'))
    .addOption(new Option('--from <path>', 'many orders: a line of JSON each, or a .csv').conflicts('wait'))
    .option('--rate <number>', 'with --from: orders started in a second', whole, 5)
    .option('-d, --dry-run', 'check the input, and the reference, and start nothing')
    .option('-w, --wait', "show each change until the order's end, or until a person must decide");
  addJson(start)
    .addHelpText('after', EXAMPLES)
    .action(async (flow: Flow, options: StartOptions, command: Command) => {
      const { from, rate, dryRun = false, json = false } = options;
      if (from !== undefined) {
        const [{ readRows }, { startMany }] = await Promise.all([import('../bulk/rows.ts'), import('./start-many.ts')]);
        const rows = readRows(flow, from);
        process.exitCode = await withOrders(command, (orders) =>
          startMany(orders, flow, rows, { rate, dryRun, json }, command),
        );
        return;
      }
      const text = options.input ?? (options.file === undefined ? undefined : textOf(options.file));
      if (text === undefined) command.error('error: give the input with --input or --file, or many with --from');
      // The client validates it, and names every wrong field.
      const input = parseJson(text) as Inputs[Flow];
      await withOrders(command, (orders) =>
        dryRun ? check(orders, flow, input, json) : startOne(orders, flow, input, options, command),
      );
    });
}

async function check(orders: NbnOrders, flow: Flow, input: Inputs[Flow], json: boolean): Promise<void> {
  const exists = await orders.exists(flow, input);
  const { reference } = input;
  if (json) console.log(JSON.stringify({ reference, flow, valid: true, exists }));
  else
    console.log(`${reference}: the input is valid; ${exists ? 'the order is there already' : 'it would be started'}.`);
}

async function startOne(
  orders: NbnOrders,
  flow: Flow,
  input: Inputs[Flow],
  { wait = false, json = false }: StartOptions,
  command: Command,
): Promise<void> {
  const order = await orders.start(flow, input);
  const { reference, workflowId, started } = order;
  if (json) console.log(JSON.stringify({ reference, flow, workflowId, started }));
  else console.log(started ? `Started ${workflowId}` : `${workflowId} is there already`);
  if (wait) process.exitCode = await follow(orders.order(reference), { json, untilEnd: false }, command);
  else if (!json) console.log(`  ${commandToPaste(command, ['watch', reference])}`);
}
