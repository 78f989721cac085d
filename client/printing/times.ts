import { DateTime } from 'luxon';

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g;

/** `Wed 27 Jan 2027, 08:00 AEDT` */
export function dayAndTime(iso: string, zone: string): string {
  return at(iso, zone).toFormat('ccc d LLL yyyy, HH:mm ZZZZ');
}

/** `Wed 27 Jan 2027, 08:00 to 12:00 AEDT`; with both days when they differ. */
export function fromTo(start: string, end: string, zone: string): string {
  const [from, to] = [at(start, zone), at(end, zone)];
  if (!from.hasSame(to, 'day')) return `${dayAndTime(start, zone)} to ${dayAndTime(end, zone)}`;
  return `${from.toFormat('ccc d LLL yyyy, HH:mm')} to ${to.toFormat('HH:mm ZZZZ')}`;
}

/** `2027-01-27 08:00:00 AEDT` */
export function toTheSecond(iso: string, zone: string): string {
  return at(iso, zone).toFormat('yyyy-MM-dd HH:mm:ss ZZZZ');
}

/** `2027-01-27 08:00 AEDT` */
export function toTheMinute(instant: Date, zone: string): string {
  return at(instant.toISOString(), zone).toFormat('yyyy-MM-dd HH:mm ZZZZ');
}

/** A sentence with its instants in the zone: in UTC the day of a morning's visit is the day before. */
export function withTimesIn(zone: string, sentence: string): string {
  return sentence.replaceAll(INSTANT, (iso) => dayAndTime(iso, zone));
}

function at(iso: string, zone: string): DateTime {
  // The names of zones are those that people there use.
  return DateTime.fromISO(iso, { zone, locale: 'en-AU' });
}
