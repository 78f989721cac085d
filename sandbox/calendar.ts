import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

/** All of the sandbox's locations are in Victoria. */
const ZONE = 'Australia/Melbourne';
const VICTORIA = new Holidays('AU', 'VIC');

/** The public holidays of a year, by ISO date. Kept because to calculate a year takes milliseconds. */
const HOLIDAYS = new Map<number, ReadonlySet<string>>();

export function localTime(epochMs: number): DateTime<true> {
  const time = DateTime.fromMillis(epochMs, { zone: ZONE });
  if (!time.isValid) throw new RangeError(`${epochMs} is no time.`);
  return time;
}

/** The same time of day, so many business days later. */
export function addBusinessDays(epochMs: number, count: number): number {
  let time = localTime(epochMs);
  for (let left = count; left > 0; left--) time = nextBusinessDay(time);
  return time.toMillis();
}

export function nextBusinessDay(after: DateTime<true>): DateTime<true> {
  let day = after.plus({ days: 1 });
  while (!isBusinessDay(day)) day = day.plus({ days: 1 });
  return day;
}

function isBusinessDay(day: DateTime<true>): boolean {
  return day.weekday <= 5 && !holidaysOf(day.year).has(day.toISODate());
}

function holidaysOf(year: number): ReadonlySet<string> {
  const known = HOLIDAYS.get(year);
  if (known) return known;
  const days = VICTORIA.getHolidays(year).filter(({ type }) => type === 'public');
  const dates = new Set(days.map(({ date }) => date.slice(0, 10)));
  HOLIDAYS.set(year, dates);
  return dates;
}
