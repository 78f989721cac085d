import { Option, type Command } from 'commander';
import { FLOWS } from '../../contract/names.ts';
import { OCTANE_ORDER_STATES, OWN_ORDER_STATES, WAITING_FOR } from '../../contract/states.ts';
import { oneOf, until, whole } from './values.ts';

/** Options that several commands share. */

export function addAsked(command: Command): Command {
  return command
    .addOption(new Option('--by <who>', 'who asks for this').makeOptionMandatory())
    .addOption(new Option('--reason <why>', 'why').makeOptionMandatory());
}

export function addJson(command: Command, what = 'as JSON, times as ISO 8601'): Command {
  return command.option('--json', what);
}

const STATES = [...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES];

/** Which orders: the fields of a list filter. */
export function addFilter(command: Command): Command {
  return command
    .addOption(new Option('-s, --state <state>', 'only those in this state').choices(STATES).argParser(oneOf(STATES)))
    .addOption(new Option('--flow <flow>', 'only those of this flow').choices(FLOWS).argParser(oneOf(FLOWS)))
    .option('-c, --custNo <number>', "only this customer's", whole)
    .option('--orderId <number>', "only the one with this number of Octane's")
    .addOption(
      new Option('--waiting-for <who>', 'only those that wait for this')
        .choices(WAITING_FOR)
        .argParser(oneOf(WAITING_FOR)),
    )
    .option('--due-before <date>', 'only open ones that are due before a date, such as 2026-12-01 or 3d', until)
    .option('--jeopardy', 'only those that take longer than their target');
}

/** The part of the options that is a list filter. */
export function filterOf<Filter extends Record<string, unknown>>(
  options: Filter,
): Pick<Filter, keyof Filter & FilterField> {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => FILTER_FIELDS.some((field) => field === name)),
  ) as Pick<Filter, keyof Filter & FilterField>;
}

const FILTER_FIELDS = ['state', 'flow', 'custNo', 'orderId', 'waitingFor', 'dueBefore', 'jeopardy'] as const;
type FilterField = (typeof FILTER_FIELDS)[number];
