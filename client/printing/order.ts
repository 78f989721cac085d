import { decision } from './decision.ts';
import { facts } from './facts.ts';
import type { KnownOfOrder } from './known-of-order.ts';
import { happenings, orderFacts, retryFacts } from './order-facts.ts';
import { stateInColour } from './states.ts';
import { colours } from './terminal.ts';
import { toTheSecond, withTimesIn } from './times.ts';

/** Everything that `nbn show` says of an order. */
export interface OrderPage extends KnownOfOrder {
  /** Makes a command that can be pasted. */
  commandOf: (words: string[]) => string;
}

/** One order, for a person at a terminal. */
export function orderPage({ commandOf, ...known }: OrderPage): string[] {
  const { view, zone } = known;
  const { fallout, reference, timeline } = view.progress;
  return [
    ...facts(orderFacts(known, { state: stateInColour, alarm: colours.red })),
    ...(fallout ? decision(reference, fallout, { zone, commandOf }) : []),
    ...facts(retryFacts(known)),
    ...happenings(timeline).map(({ at, text, times }) => {
      const repeated = times > 1 ? colours.dim(` (${times} times)`) : '';
      return `  ${colours.dim(toTheSecond(at, zone))}  ${withTimesIn(zone, text)}${repeated}`;
    }),
  ];
}
