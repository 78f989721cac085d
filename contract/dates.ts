/*
 * The dates that callers send. They have a range, because the calendar of business days has one, and because a year such as 9999
 * is a mistake. Plain code: workflows check dates too.
 */

/** ISO 8601 with a zone, in the form of RFC 3339. */
export const DATE_TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export const NOT_A_DATE_TIME = 'must be an ISO 8601 date-time with a zone, such as 2026-03-02T09:00:00Z';

const EARLIEST = '2000-01-01';
const YEARS_AHEAD = 5;

/**
 * What is wrong with a date; undefined when it is one between 2000-01-01 and five years from now.
 *
 * @param now - Milliseconds since 1970; default: the clock's.
 */
export function problemOfDate(value: string, now: number = Date.now()): string | undefined {
  if (!DATE_TIME.test(value) || !isInCalendar(value)) return NOT_A_DATE_TIME;
  const latest = latestDate(now);
  const at = Date.parse(value);
  if (at >= Date.parse(EARLIEST) && at < Date.parse(latest) + 86_400_000) return undefined;
  return `must be between ${EARLIEST} and ${latest}, five years from now`;
}

function latestDate(now: number): string {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() + YEARS_AHEAD);
  return date.toISOString().slice(0, 10);
}

/** February 30 is of the right form. */
function isInCalendar(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
