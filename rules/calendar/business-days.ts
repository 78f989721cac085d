import Holidays from 'date-holidays';
import { DateTime } from 'luxon';
import { timeZoneOf, type AustralianState } from './states.ts';

/** Business hours, local time, in whole hours. No state changes its clocks between them, so every business day is as long. */
export const BUSINESS_HOURS = { opens: 9, closes: 17 } as const;

/** One business day, from its start to its end, in epoch milliseconds. */
export interface BusinessDay {
  opens: number;
  closes: number;
}

const SATURDAY = 6;

// A year of a state takes up to 100 ms to read, and the same few years are asked for again and again.
const holidays = new Map<AustralianState, Holidays>();
const businessDays = new Map<string, readonly BusinessDay[]>();

/** Monday to Friday without the state's public holidays, for a year of the state's own calendar, in order. */
export function businessDaysOf(state: AustralianState, year: number): readonly BusinessDay[] {
  const key = `${state} ${year}`;
  let days = businessDays.get(key);
  if (!days) {
    days = readBusinessDays(state, year);
    businessDays.set(key, days);
  }
  return days;
}

function readBusinessDays(state: AustralianState, year: number): BusinessDay[] {
  const closed = publicHolidays(state, year);
  const days: BusinessDay[] = [];
  const first = DateTime.fromObject({ year, month: 1, day: 1 }, { zone: timeZoneOf(state) });
  for (let date = first; date.year === year; date = date.plus({ days: 1 })) {
    if (date.weekday >= SATURDAY || closed.has(date.toFormat('yyyy-MM-dd'))) continue;
    days.push({
      opens: date.set({ hour: BUSINESS_HOURS.opens }).toMillis(),
      closes: date.set({ hour: BUSINESS_HOURS.closes }).toMillis(),
    });
  }
  return days;
}

/** The dates (yyyy-mm-dd) of the public holidays that take something of the business hours. */
function publicHolidays(state: AustralianState, year: number): Set<string> {
  let calendar = holidays.get(state);
  if (!calendar) {
    calendar = new Holidays('AU', state, { types: ['public'] });
    holidays.set(state, calendar);
  }
  const dates = calendar.getHolidays(year, 'en').flatMap(({ date }) => {
    // `start` is an instant; the local date and time are in the text, such as "2026-12-24 18:00:00" for an evening's holiday.
    const [day = '', time = ''] = date.split(' ');
    return Number.parseInt(time) < BUSINESS_HOURS.closes ? [day] : [];
  });
  return new Set(dates);
}
