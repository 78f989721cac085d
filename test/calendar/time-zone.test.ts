import { underTimeZone } from '../under-time-zone.ts';

const SCRIPT = new URL('assess-everywhere.ts', import.meta.url);

test("the machine's time zone changes nothing", async () => {
  const utc = await underTimeZone('UTC', SCRIPT);
  expect(utc.lines).toHaveLength(8 * 4 * 3);
  for (const zone of ['Pacific/Kiritimati', 'America/St_Johns', 'Australia/Melbourne']) {
    const there = await underTimeZone(zone, SCRIPT);
    // Otherwise the machine has no such zone, and the test would show nothing.
    expect(there.offset).not.toBe(utc.offset);
    expect(there.lines).toEqual(utc.lines);
  }
});
