import type { UndeliveredEvents } from '../undelivered-events.ts';
import { table } from './table.ts';
import { lineWidth } from './terminal.ts';
import { toTheMinute } from './times.ts';

const NOTHING = '–';

/** Events that were not taken, as a table that fits the terminal. */
export function undeliveredTable(all: readonly UndeliveredEvents[], zone: string): string[] {
  if (all.length === 0) return ['Every event is delivered.'];
  const rows = all.map(({ receiver, reference, since, attempts, nextAttempt, isGivenUp, why = NOTHING }) => [
    receiver,
    reference,
    toTheMinute(since, zone),
    String(attempts),
    isGivenUp ? 'given up' : nextAttempt === undefined ? 'now' : toTheMinute(nextAttempt, zone),
    why,
  ]);
  return table([['RECEIVER', 'REFERENCE', 'SINCE', 'ATTEMPTS', 'NEXT', 'WHY'], ...rows], lineWidth());
}
