import type { Received } from '../events/receiver.ts';
import type { Ending } from './endings.ts';

/** What is wrong with what a receiver was told of the orders: an end that it does not know of, or events in another order. */
export function untold(endings: readonly Ending[], taken: readonly Received[]): string[] {
  return endings.flatMap(({ planned, outcome }) => {
    if (outcome === 'unexpected') return [];
    const { reference } = planned.input;
    const events = taken.map(({ event }) => event).filter(({ data }) => data.reference === reference);
    const sequences = events.map(({ data }) => data.sequence);
    const isInOrder = sequences.every((sequence, index) => index === 0 || sequence > (sequences[index - 1] ?? 0));
    return [
      ...(events.at(-1)?.type === 'order.ended' ? [] : [`${reference}: the receiver was not told of its end`]),
      ...(isInOrder ? [] : [`${reference}: its events came in the order ${sequences.join(', ')}`]),
    ];
  });
}
