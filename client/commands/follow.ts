import type { Command } from 'commander';
import type { Fallout } from '../../contract/fallout.ts';
import type { TimelineEntry } from '../../contract/outputs.ts';
import { isTerminal } from '../../contract/states.ts';
import type { OrderHandle } from '../order-handle.ts';
import type { OrderView } from '../order-view.ts';
import { decision } from '../printing/decision.ts';
import { stateInColour } from '../printing/states.ts';
import { colours } from '../printing/terminal.ts';
import { toTheSecond, withTimesIn } from '../printing/times.ts';
import { newEntries } from '../watching.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { commandToPaste, zoneFor } from './global-options.ts';

export interface FollowOptions {
  json: boolean;
  /** Goes on when a person must decide, because that person is elsewhere. */
  untilEnd: boolean;
}

/** Prints each change of an order as it comes, until it has ended or a person must decide. @returns the exit code that says which. */
export async function follow(order: OrderHandle, { json, untilEnd }: FollowOptions, command: Command): Promise<number> {
  const { serviceState } = await order.history();
  const zone = zoneFor(command, serviceState);
  const commandOf = (words: string[]) => commandToPaste(command, words);
  let seen: TimelineEntry[] = [];
  let asked: Fallout | undefined;
  let told = '';
  for await (const view of order.changes()) {
    const { progress, retries } = view;
    const { state, fallout } = progress;
    if (json) console.log(JSON.stringify({ ...progress, status: view.status, retries }));
    else {
      for (const { at, text } of newEntries(seen, progress.timeline)) {
        console.log(
          `${colours.dim(toTheSecond(at, zone))}  ${stateInColour(state, state.padEnd(12))}  ${withTimesIn(zone, text)}`,
        );
      }
      const retrying = retries.map(
        ({ activity, lastFailure }) => `Retrying ${activity}: ${withTimesIn(zone, lastFailure)}`,
      );
      if (retrying.join() !== told) for (const line of retrying) console.log(colours.yellow(line));
      told = retrying.join();
      if (fallout && fallout.since !== asked?.since) {
        for (const line of decision(progress.reference, fallout, { zone, commandOf })) console.log(line);
      }
    }
    seen = progress.timeline;
    asked = fallout;
    if (fallout && !untilEnd) return EXIT_CODES.fallout;
    if (view.status !== 'RUNNING') return ended(view, json);
  }
  return EXIT_CODES.endedOtherwise;
}

function ended({ progress: { state, reference }, status }: OrderView, json: boolean): number {
  if (!json) {
    const how = isTerminal(state)
      ? stateInColour(state)
      : `${state}, when its workflow was closed as ${status}; it is not followed`;
    console.log(`${reference}: ${how}`);
  }
  if (status !== 'COMPLETED') return EXIT_CODES.endedOtherwise;
  return state === 'partial' ? EXIT_CODES.partial : EXIT_CODES.done;
}
