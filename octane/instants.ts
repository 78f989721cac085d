import { DateTime } from 'luxon';

/** ISO 8601 with a date and a time, and perhaps a zone. A space in place of the T is common, and can mean nothing else. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Dates outside these years are taken for unset ones: 0001-01-01, 1900-01-01, 1970-01-01, 9999-12-31. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2199;

/**
 * Reads a date of Octane's. Only a date-time with a zone says when something was. One without a zone is read in the time zone
 * that Octane is configured to use, where there is one. Anything else is not readable: a date alone, a date such as 05/12/2026,
 * and an hour that the clock change repeats or leaves out.
 *
 * @param timeZone - IANA name. Default: none, so a date-time without a zone is not readable.
 * @returns ISO 8601 in UTC; undefined when it is not readable.
 */
export function instantOf(text: string | undefined, timeZone?: string): string | undefined {
  const [, date = '', time = '', offset] = DATE_TIME.exec(text?.trim() ?? '') ?? [];
  if (date === '' || (offset === undefined && timeZone === undefined)) return undefined;
  const local = `${date}T${time}`;
  const instant =
    offset === undefined
      ? DateTime.fromISO(local, { zone: timeZone ?? 'utc' })
      : DateTime.fromISO(local + offset, { zone: 'utc' });
  if (!instant.isValid || instant.year < FIRST_YEAR || instant.year > LAST_YEAR) return undefined;
  if (offset === undefined && !isUnambiguous(instant, local)) return undefined;
  return instant.toJSDate().toISOString();
}

/** As {@link instantOf}, for what happens at a place: in the zone that the text has, or else the one that is configured. */
export function localTimeOf(text: string | undefined, timeZone?: string): string | undefined {
  const instant = instantOf(text, timeZone);
  if (text === undefined || instant === undefined) return undefined;
  if (instantOf(text) !== undefined) return text.trim().replace(' ', 'T').replace(' ', '');
  return DateTime.fromISO(instant, { zone: timeZone ?? 'utc' }).toISO({ suppressMilliseconds: true }) ?? undefined;
}

/** False for the hour that a clock change repeats, and for the one that it leaves out. */
function isUnambiguous(instant: DateTime, local: string): boolean {
  return instant.getPossibleOffsets().length === 1 && instant.toFormat("yyyy-MM-dd'T'HH:mm") === local.slice(0, 16);
}
