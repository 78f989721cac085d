import { Option, type Command } from 'commander';
import { AUSTRALIAN_STATES, timeZoneOf, australianState, type AustralianState } from '../../rules/calendar/states.ts';
import type { ConnectOptions } from '../connection.ts';
import { oneOf } from './values.ts';

/** The options that every command takes. */
interface GlobalOptions extends ConnectOptions {
  /** For orders that do not say where their service is. */
  timeZone: AustralianState;
}

export function addGlobalOptions(program: Command): void {
  program
    .option('--address <host:port>', "Temporal's address; else as TEMPORAL_ADDRESS or the profile says")
    .option('--namespace <name>', "Temporal's namespace; else as TEMPORAL_NAMESPACE or the profile says")
    .option('--profile <name>', "a profile of Temporal's configuration file; else as TEMPORAL_PROFILE says")
    .addOption(
      new Option('--time-zone <state>', 'show times as in this state, where an order does not say its own')
        .choices(AUSTRALIAN_STATES)
        .argParser(oneOf(AUSTRALIAN_STATES))
        .env('NBN_TIME_ZONE')
        .default('NSW'),
    );
}

/** Milliseconds. A person waits for it. */
const CONNECT_TIMEOUT = 2_000;

/** The server that the options name. */
export function serverOf(command: Command): ConnectOptions {
  const { address, namespace, profile } = globalOptionsOf(command);
  return { address, namespace, profile, connectTimeout: CONNECT_TIMEOUT };
}

function globalOptionsOf(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** IANA name of the zone in which times are shown. @param state - Where the service is, in whatever words, if that is known. */
export function zoneFor(command: Command, state?: string): string {
  return timeZoneOf(australianState(state) ?? globalOptionsOf(command).timeZone);
}

/** The command that somebody can paste into the same shell, for the same server. */
export function commandToPaste(command: Command, words: readonly string[]): string {
  const { parent: program } = command;
  const given = ['address', 'namespace', 'profile'].flatMap((name) => {
    const value: unknown = program?.getOptionValue(name);
    return typeof value === 'string' ? [`--${name}`, value] : [];
  });
  // What npm runs it as, when it is not on the PATH.
  const nbn = process.env['npm_command'] === 'exec' ? 'npx nbn' : 'nbn';
  return [nbn, ...words, ...given].join(' ');
}
