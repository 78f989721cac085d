import type { OrderView } from '../order-view.ts';
import { stateInColour } from './states.ts';
import { table } from './table.ts';
import { withTimesIn } from './times.ts';

/** What a command did with one of many orders, and what the order became by it. */
export interface Became {
  /** Of the file. */
  line?: number;
  reference: string;
  did: string;
  isRefused?: boolean;
  /** Why it was refused, or what it would do. */
  note?: string;
  /** Absent where it is not known. */
  view?: OrderView;
}

/** A line for each order, and how many became what. */
export function printBecame(all: readonly Became[], { json, zone }: { json: boolean; zone: string }): void {
  if (json) {
    for (const { line, reference, did, note, view } of all) {
      const { state, orderId, fallout } = view?.progress ?? {};
      console.log(JSON.stringify({ line, reference, did, note, state, orderId, fallout }));
    }
    return;
  }
  const lines = table(all.map(({ reference, did, view }) => [reference, did, view?.progress.state ?? '']));
  for (const [index, { note, view }] of all.entries()) {
    const line = lines[index] ?? '';
    console.log(view ? stateInColour(view.progress.state, line) : line);
    const { fallout } = view?.progress ?? {};
    if (note !== undefined) console.log(`  ${withTimesIn(zone, note)}`);
    if (fallout) console.log(`  ${fallout.code}: ${withTimesIn(zone, fallout.sentence)}`);
  }
  const counts = new Map<string, number>();
  for (const { did, view } of all) {
    const what = view ? `${did}, now ${view.progress.state}` : did;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  console.log([...counts].map(([what, count]) => `${count} ${what}`).join('; '));
}
