import { underTimeZone } from '../under-time-zone.ts';

interface Matched {
  /** Octane's own time zone. */
  octane: string;
  /** When the listed order was placed. */
  hoursAgo: number;
  /** How it compares where Octane's time zone is not configured, and where it is. */
  unknown: string;
  known: string;
}

async function matchedUnder(zone: string): Promise<{ matches: Matched[]; offset: number }> {
  const { lines, offset } = await underTimeZone(zone, new URL('match-orders.ts', import.meta.url));
  return { matches: lines.map((line) => JSON.parse(line) as Matched), offset };
}

// Where the worker's zone was taken for Octane's, its own order passed for one of ten hours ago, or a stranger's for its own.
test.each([
  { zone: 'UTC', offset: 0 },
  { zone: 'Australia/Brisbane', offset: -600 },
  { zone: 'Pacific/Honolulu', offset: 600 },
])('the time zone of the worker, $zone, says nothing about the dates of Octane', async ({ zone, offset }) => {
  const matched = await matchedUnder(zone);
  // Otherwise the machine has no such zone, and the test would show nothing.
  expect(matched.offset).toBe(offset);
  expect(matched.matches).toHaveLength(6);
  for (const { hoursAgo, unknown, known } of matched.matches) {
    expect(unknown).toBe('unclear');
    expect(known).toBe(hoursAgo === 0 ? 'same' : 'other');
  }
});
