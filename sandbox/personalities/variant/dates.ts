import { DateTime } from 'luxon';

/** Octane's own dates, as the sandbox writes them. A time at a place has an offset, and stays. */
const IN_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** In Sydney's time, to the second, without saying so. */
export function inSydney(text: string): string {
  if (!IN_UTC.test(text)) return text;
  return DateTime.fromISO(text, { zone: 'Australia/Sydney' }).toFormat('yyyy-MM-dd HH:mm:ss');
}
