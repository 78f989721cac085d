import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import ms, { type StringValue } from 'ms';
import type { Inputs } from '../contract/inputs.ts';
import { RESOLVE_ACTIONS, type ResolveAction } from '../contract/fallout.ts';
import { FLOWS, type Flow } from '../contract/names.ts';
import { OCTANE_ORDER_STATES, OWN_ORDER_STATES, WAITING_FOR } from '../contract/states.ts';
import { addDoctor } from './commands/doctor.ts';
import type { Asked, RescheduleRequest } from '../contract/updates.ts';
import type { ListFilter } from './list-filter.ts';
import { NbnOrders } from './nbn-orders.ts';
import { answerable, printOrder, printOrders } from './print.ts';
import { printReconciliation } from './print-reconciliation.ts';
import type { ReconcileFilter } from './reconciliation.ts';

const program: Command = new Command('nbn')
  .description('Starts NBN orders and tells how they stand. Connects as TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say.')
  .showHelpAfterError();

const COULD_NOT_BE_DONE = 2;

const by = new Option('--by <who>', 'who asks for this').makeOptionMandatory();
const reason = new Option('--reason <why>', 'why').makeOptionMandatory();

program
  .command('start')
  .description('start an order; repeating it with the same reference starts nothing new')
  .addArgument(program.createArgument('<flow>', 'what to order').choices(FLOWS))
  .addOption(new Option('-i, --input <json>', "the flow's input as JSON").conflicts('file'))
  .option('-f, --file <path>', 'a file with the input, - for standard input')
  .option('-w, --wait', "wait for the order's end")
  .action(async (flow: Flow, { input, file, wait }: { input?: string; file?: string; wait?: boolean }) => {
    const json = input ?? (file === undefined ? undefined : readFileSync(file === '-' ? 0 : file, 'utf8'));
    if (json === undefined) program.error('error: give the input with --input or --file');
    // The client validates it, and names every wrong field.
    const parsed = parseJson(json) as Inputs[Flow];
    await withOrders(async (orders) => {
      const order = await orders.start(flow, parsed);
      console.log(order.started ? `Started ${order.workflowId}` : `${order.workflowId} is there already`);
      if (wait) console.log(JSON.stringify(await order.result(), undefined, 2));
    });
  });

program
  .command('withdraw')
  .description('withdraw an order; says at once whether that is accepted')
  .argument('<reference>')
  .addOption(by)
  .addOption(reason)
  .action(async (reference: string, asked: Asked) => {
    await withOrders(async (orders) => {
      const { accepted, why } = await orders.order(reference).withdraw(asked);
      console.log(`${accepted ? 'Accepted' : 'Refused'}: ${why}`);
      if (!accepted) process.exitCode = 1;
    });
  });

program
  .command('reschedule')
  .description("move an activation's appointment: to an exact slot, or to the first that fits")
  .argument('<reference>')
  .option('--slotId <id>', 'the exact slot')
  .option('--notBefore <date-time>', 'ISO 8601 with a zone')
  .addOption(new Option('--slotType <type>', 'morning or afternoon').choices(['AM', 'PM']))
  .addOption(by)
  .addOption(reason)
  .action(async (reference: string, request: RescheduleRequest) => {
    await withOrders(async (orders) => {
      const { startTime, endTime, appointmentId } = await orders.order(reference).reschedule(request);
      console.log(`Appointment ${appointmentId}: ${startTime} to ${endTime}`);
    });
  });

program
  .command('resolve')
  .description('decide how an order in fallout goes on; "show" says what is possible')
  .argument('<reference>')
  .addArgument(program.createArgument('<action>', 'the decision').choices(RESOLVE_ACTIONS))
  .option('--orderId <id>', "with adopt: Octane's order")
  .option('--input <json>', 'with retry: fields of the input to replace')
  .addOption(by)
  .addOption(reason)
  .action(async (reference: string, action: ResolveAction, options: Asked & { orderId?: string; input?: string }) => {
    const { input, ...decision } = options;
    await withOrders(async (orders) => {
      const order = orders.order(reference);
      await order.resolve({
        ...decision,
        action,
        ...(input !== undefined && { input: parseJson(input) as Record<string, unknown> }),
      });
      console.log(`${reference}: ${action}`);
    });
  });

program
  .command('show')
  .description('how one order stands')
  .argument('<reference>')
  .option('--json', 'as JSON')
  .action(async (reference: string, { json }: { json?: boolean }) => {
    await withOrders(async (orders) => {
      const order = orders.order(reference);
      const status = await order.status();
      const progress = answerable(await order.progress(), status);
      const retries = await order.retries();
      if (json) console.log(JSON.stringify({ ...progress, status, retries }, undefined, 2));
      else printOrder(progress, status, retries);
    });
  });

program
  .command('poll')
  .description('let an order poll Octane at once; exits with 1 when there is nothing to poll')
  .argument('<reference>')
  .action(async (reference: string) => {
    await withOrders(async (orders) => {
      const { polls, why } = await orders.order(reference).poll();
      console.log(`${reference}: ${why}`);
      if (!polls) process.exitCode = 1;
    });
  });

program
  .command('list')
  .description('orders, newest first')
  .addOption(
    new Option('-s, --state <state>', 'only those in this state').choices([
      ...OCTANE_ORDER_STATES,
      ...OWN_ORDER_STATES,
    ]),
  )
  .addOption(new Option('--flow <flow>', 'only those of this flow').choices(FLOWS))
  .option('-c, --custNo <number>', "only this customer's", whole)
  .addOption(new Option('--waiting-for <who>', 'only those that wait for this').choices(WAITING_FOR))
  .option('--jeopardy', 'only those that take longer than their target')
  .option('-n, --limit <number>', 'at most so many', whole, 50)
  .option('--json', 'as JSON, a line for each order')
  .action(async ({ limit, json, ...filter }: ListFilter & { limit: number; json?: boolean }) => {
    await withOrders(async (orders) => {
      await printOrders(orders.list(filter), limit, json ?? false);
    });
  });

program
  .command('reconcile')
  .description('compare our orders with Octane; exits with 0: no differences, 1: differences, 2: could not be done')
  .option('-c, --custNo <number>', "only this customer's", whole)
  .option('-g, --groupNo <group>', "only this group's")
  .option('--since <time>', 'besides open orders those that closed in this time, such as 7d; default 30d', ago)
  .option('--json', 'as JSON, a line for each customer')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : COULD_NOT_BE_DONE))
  .action(async ({ json, ...filter }: ReconcileFilter & { json?: boolean }) => {
    try {
      await withOrders(async (orders) => {
        const { differences, failures } = await printReconciliation(orders.reconcile(filter), json ?? false);
        process.exitCode = failures > 0 ? COULD_NOT_BE_DONE : differences > 0 ? 1 : 0;
      });
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = COULD_NOT_BE_DONE;
    }
  });

program
  .command('replay')
  .description(
    'replay what the server has against the code at hand: exit code 1 when an order would break, 2 when it cannot tell',
  )
  .option('-q, --query <filter>', "Temporal's list filter; default: all orders and locks")
  .option('-n, --limit <number>', 'at most so many, open ones first', whole, 1000)
  .option('-b, --bundle <path>', 'a workflow bundle instead of the code at hand')
  .option('--workers <number>', 'histories in work at a time', whole, 2)
  .action(async (options: { query?: string; limit: number; bundle?: string; workers: number }) => {
    // The one command that needs the workflow code, and the worker's library: only here, and only now.
    const { replayRunning } = await import('../replay/command.ts');
    try {
      if (!(await replayRunning(options))) process.exitCode = 1;
    } catch (error) {
      // The server's own words are in the cause.
      for (let at = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
        console.error(at instanceof Error ? at.message : at);
      }
      process.exitCode = COULD_NOT_BE_DONE;
    }
  });

addDoctor(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function withOrders(run: (orders: NbnOrders) => Promise<void>): Promise<void> {
  const orders = await NbnOrders.connect();
  try {
    await run(orders);
  } finally {
    await orders.close();
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`The input is not JSON: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
  }
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number <= 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}

/** The instant that is this time ago. */
function ago(text: string): Date {
  const time = /^\d+\s*[a-z]+$/i.test(text) ? (ms(text as StringValue) as number | undefined) : undefined;
  if (time === undefined) throw new InvalidArgumentError('It must be a time such as 12h, 7d or 4w.');
  return new Date(Date.now() - time);
}
