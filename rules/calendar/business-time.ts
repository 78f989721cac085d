import { BUSINESS_HOURS, businessDaysOf, type BusinessDay } from './business-days.ts';
import type { AustralianState } from './states.ts';

/*
 * Business time of an Australian state. Instants are epoch milliseconds and durations are milliseconds; a business day is its
 * eight hours, so days and hours add up and a clock can stop in the middle of a day.
 */

const HOUR = 3_600_000;
const BUSINESS_DAY = (BUSINESS_HOURS.closes - BUSINESS_HOURS.opens) * HOUR;

/** So many business hours or days in milliseconds of business time. */
export function businessTime(amount: number, unit: 'hour' | 'day'): number {
  return amount * (unit === 'hour' ? HOUR : BUSINESS_DAY);
}

/**
 * The first instant by which `duration` of business time has passed since `instant`. It is never outside business hours: their last
 * instant rather than the first of the next day, and for no duration at all the next instant at which business time runs.
 *
 * @throws RangeError when the duration is negative or the instant is none.
 */
export function addBusinessTime(state: AustralianState, instant: number, duration: number): number {
  if (!Number.isFinite(duration) || duration < 0) throw new RangeError(`${duration} ms cannot be added.`);
  let left = duration;
  for (const { opens, closes } of businessDaysAfter(state, instant)) {
    const start = Math.max(instant, opens);
    if (start + left <= closes) return start + left;
    left -= closes - start;
  }
  throw new RangeError('The calendar has ended.');
}

/** {@link addBusinessTime} in hours. */
export function addBusinessHours(state: AustralianState, instant: number, hours: number): number {
  return addBusinessTime(state, instant, businessTime(hours, 'hour'));
}

/** {@link addBusinessTime} in days: from Monday 11:00, one business day later is Tuesday 11:00; from Monday 20:00, Tuesday 17:00. */
export function addBusinessDays(state: AustralianState, instant: number, days: number): number {
  return addBusinessTime(state, instant, businessTime(days, 'day'));
}

/**
 * The business time from one instant to another, in milliseconds; 0 when `to` is not later.
 *
 * @throws RangeError when either instant is none.
 */
export function businessTimeBetween(state: AustralianState, from: number, to: number): number {
  assertInstant(to);
  let passed = 0;
  for (const { opens, closes } of businessDaysAfter(state, from)) {
    if (opens >= to) break;
    passed += Math.min(closes, to) - Math.max(opens, from);
  }
  return passed;
}

/** When the next business day starts: always later than `instant`, also when that is itself the start of one. */
export function nextBusinessDay(state: AustralianState, instant: number): number {
  for (const { opens } of businessDaysAfter(state, instant)) if (opens > instant) return opens;
  throw new RangeError('The calendar has ended.');
}

/** The business days that are not over at an instant, in order. */
function* businessDaysAfter(state: AustralianState, instant: number): Generator<BusinessDay, void> {
  assertInstant(instant);
  // Australia is ahead of UTC, so its year is UTC's or the next one.
  for (let year = new Date(instant).getUTCFullYear(); year <= LAST_YEAR; year += 1) {
    for (const day of businessDaysOf(state, year)) if (day.closes > instant) yield day;
  }
}

// Nonsense must end in an error and not in an endless search.
const LAST_YEAR = 2199;

function assertInstant(instant: number): void {
  if (Number.isNaN(new Date(instant).getTime())) throw new RangeError(`${instant} is not an instant.`);
}
