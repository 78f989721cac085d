import { Option, type Command } from 'commander';
import { FALLOUT_CODES, RESOLVE_ACTIONS, type FalloutCode, type ResolveAction } from '../../contract/fallout.ts';
import { FLOWS, type Flow } from '../../contract/names.ts';
import type { Asked } from '../../contract/updates.ts';
import { ordersToResolve, resolveMany, type Decision } from '../bulk/resolve-many.ts';
import { printBecame } from '../printing/became.ts';
import { progressBar } from '../printing/progress-bar.ts';
import { withOrders } from './connected.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { zoneFor } from './global-options.ts';
import { addAsked, addJson } from './options.ts';
import { oneOf, parseJson, whole } from './values.ts';

interface ResolveOptions extends Asked {
  orderId?: string;
  input?: string;
  state?: 'fallout';
  code?: FalloutCode;
  flow?: Flow;
  custNo?: number;
  dryRun?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Exit code: 0 answered and going on, 1 refused, 4 a person must decide again.

Examples:
  nbn resolve SO-1001 retry --by Ann --reason 'the service was moved'
  nbn resolve SO-1001 retry --input '{"planNo":1003}' --by Ann --reason 'plan 1002 is not sold any more'
  nbn resolve SO-1001 adopt --orderId 5000004 --by Ann --reason 'it is there in Octane'
  nbn resolve --state fallout --code stepFailed retry --dry-run --by Ann --reason 'Octane is back'`;

export function addResolve(program: Command): void {
  const resolve = program
    .command('resolve')
    .description('decide how an order in fallout goes on, or all orders with one code; "show" says what is possible')
    .usage('[options] <reference> <action>\n       nbn resolve [options] --state fallout --code <code> <action>')
    .argument('[reference]', "the order's reference; none with --state")
    // Which argument the action is depends on --state, so it is checked below.
    .addArgument(program.createArgument('[action]', 'the decision').choices(RESOLVE_ACTIONS).argParser(String))
    .option('--orderId <id>', "with adopt: Octane's order")
    .option('--input <json>', 'with retry: fields of the input to replace')
    .addOption(new Option('-s, --state <state>', 'all orders in this state').choices(['fallout']))
    .addOption(
      new Option('--code <code>', 'of those, the ones with this code')
        .choices(FALLOUT_CODES)
        .argParser(oneOf(FALLOUT_CODES)),
    )
    .addOption(new Option('--flow <flow>', 'of those, the ones of this flow').choices(FLOWS).argParser(oneOf(FLOWS)))
    .option('-c, --custNo <number>', "of those, this customer's", whole)
    .option('-d, --dry-run', 'say which orders would be answered, and what the answer does');
  addJson(addAsked(resolve), 'as JSON, a line for each order')
    .addHelpText('after', EXAMPLES)
    .action(
      async (first: string | undefined, second: string | undefined, options: ResolveOptions, command: Command) => {
        const { by, reason, orderId, input, state, code, flow, custNo, dryRun = false, json = false } = options;
        const [reference, word] = state === undefined ? [first, second] : [undefined, first];
        if (state === undefined && reference === undefined)
          command.error("error: missing required argument 'reference', or --state fallout");
        if (state !== undefined && (second !== undefined || code === undefined)) {
          command.error('error: --state fallout takes an action and no reference, and needs --code');
        }
        if (state !== undefined && orderId !== undefined) command.error('error: --orderId is of one order');
        const decision: Decision = {
          action: actionOf(word, command),
          by,
          reason,
          ...(orderId !== undefined && { orderId }),
          ...(input !== undefined && { input: parseJson(input) as Record<string, unknown> }),
        };
        await withOrders(command, async (orders) => {
          const chosen = await ordersToResolve(orders, reference ?? { state: 'fallout', flow, custNo }, code);
          const answering = progressBar('Answering', chosen.length);
          const became = await resolveMany(chosen, decision, {
            dryRun,
            onAnswered: () => {
              answering.increment();
            },
          }).finally(() => {
            answering.stop();
          });
          printBecame(became, { json, zone: zoneFor(command) });
          if (became.some(({ isRefused }) => isRefused)) process.exitCode = EXIT_CODES.notDone;
          else if (!dryRun && became.some(({ view }) => view?.progress.fallout)) process.exitCode = EXIT_CODES.fallout;
        });
      },
    );
}

function actionOf(word: string | undefined, command: Command): ResolveAction {
  if (word === undefined) command.error("error: missing required argument 'action'");
  try {
    return oneOf(RESOLVE_ACTIONS)(word);
  } catch (error) {
    command.error(`error: the action "${word}" is not one. ${error instanceof Error ? error.message : ''}`);
  }
}
