import { trusted } from '../../octane/order-rows.ts';
import { Words } from '../../octane/words.ts';
import { matchOf } from '../../rules/order-matching.ts';

/*
 * A program of its own, because a process has one time zone. It says how a Suspend that was asked for a minute ago compares with listed
 * ones whose date is a local time of Octane's, without a zone.
 */

const HOUR = 3_600_000;
/** No clock changes in these hours. */
const NOW = Date.parse('2026-11-25T12:00:00Z');
const REQUEST = { subOrderType: 'Suspend', custNo: 100_001, custReqDate: '2026-03-02T00:00:00Z' } as const;

function localTime(at: number, zone: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T');
}

const words = new Words();
const since = new Date(NOW - 60_000).toISOString();
for (const octane of ['UTC', 'Australia/Sydney', 'America/Los_Angeles']) {
  for (const hoursAgo of [0, 6]) {
    const listed = {
      orderId: '5000001',
      productType: 'NBN',
      orderSubType: 'Suspend',
      customerDetails: { custno: 100_001 },
      dateAdded: localTime(NOW - hoursAgo * HOUR, octane),
    };
    const [unknown, known] = [undefined, octane].map((timeZone) =>
      matchOf(REQUEST, since, trusted(listed, { words, timeZone })),
    );
    console.log(JSON.stringify({ octane, hoursAgo, unknown, known }));
  }
}
console.log(String(new Date().getTimezoneOffset()));
