import Holidays from 'date-holidays';
import fc from 'fast-check';
import { addBusinessTime, businessTimeBetween, nextBusinessDay } from '../../rules/calendar/business-time.ts';
import { AUSTRALIAN_STATES, timeZoneOf, type AustralianState } from '../../rules/calendar/states.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

const state = fc.constantFrom(...AUSTRALIAN_STATES);
const instant = fc.integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2032-12-31T00:00:00Z') });
/** Up to 30 business days; often a whole number of days or hours, where the edges are. */
const duration = fc.oneof(
  fc.integer({ min: 0, max: 240 * HOUR }),
  fc.integer({ min: 0, max: 240 }).map((hours) => hours * HOUR),
  fc.integer({ min: 0, max: 30 }).map((days) => days * 8 * HOUR),
);
/** Three instants in order, up to some months apart. */
const inOrder = fc
  .tuple(instant, fc.integer({ min: 0, max: 90 * 24 * HOUR }), fc.integer({ min: 0, max: 90 * 24 * HOUR }))
  .map(([a, first, second]) => [a, a + first, a + first + second] as const);

/** Formatters and holidays are slow to make, and a run needs the same few over and over. */
const formatters = new Map<AustralianState, Intl.DateTimeFormat>();
const holidays = new Map<string, string[]>();

/** What a wall clock in the state shows, by the time zone data of Node rather than by the calendar. */
function wallClock(of: AustralianState, at: number): { date: string; weekday: string; minutes: number } {
  const formatter =
    formatters.get(of) ??
    new Intl.DateTimeFormat('en-AU', {
      timeZone: timeZoneOf(of),
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  formatters.set(of, formatter);
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', weekday = '', hour = '', minute = '' } = parts;
  return { date: `${year}-${month}-${day}`, weekday, minutes: Number(hour) * 60 + Number(minute) };
}

function isHoliday(of: AustralianState, date: string): boolean {
  const year = date.slice(0, 4);
  const days =
    holidays.get(of + year) ??
    new Holidays('AU', of, { types: ['public'] }).getHolidays(Number(year), 'en').map((day) => day.date);
  holidays.set(of + year, days);
  return days.includes(`${date} 00:00:00`);
}

test('what was added is measured', () => {
  fc.assert(
    fc.property(state, instant, duration, (of, at, time) => {
      expect(businessTimeBetween(of, at, addBusinessTime(of, at, time))).toBe(time);
    }),
  );
});

test('business time adds up: a to b and b to c is a to c', () => {
  fc.assert(
    fc.property(state, inOrder, (of, [a, b, c]) => {
      expect(businessTimeBetween(of, a, b) + businessTimeBetween(of, b, c)).toBe(businessTimeBetween(of, a, c));
    }),
  );
});

test('in two steps or in one', () => {
  fc.assert(
    fc.property(state, instant, duration, duration, (of, at, first, second) => {
      fc.pre(second > 0);
      expect(addBusinessTime(of, addBusinessTime(of, at, first), second)).toBe(addBusinessTime(of, at, first + second));
    }),
  );
});

test('a due date is the earliest instant by which the time has passed', () => {
  fc.assert(
    fc.property(state, instant, duration, (of, at, time) => {
      fc.pre(time > 0);
      expect(businessTimeBetween(of, at, addBusinessTime(of, at, time) - 1)).toBe(time - 1);
    }),
  );
});

test('who begins later is never due earlier, and neither is who has longer', () => {
  fc.assert(
    fc.property(state, inOrder, duration, duration, (of, [a, b], time, more) => {
      expect(addBusinessTime(of, a, time)).toBeLessThanOrEqual(addBusinessTime(of, b, time));
      expect(addBusinessTime(of, a, time)).toBeLessThanOrEqual(addBusinessTime(of, a, time + more));
      expect(addBusinessTime(of, a, time)).toBeGreaterThanOrEqual(a);
    }),
  );
});

test('business time never runs faster than time', () => {
  fc.assert(
    fc.property(state, inOrder, (of, [a, b, c]) => {
      expect(businessTimeBetween(of, a, b)).toBeLessThanOrEqual(b - a);
      expect(businessTimeBetween(of, a, b)).toBeLessThanOrEqual(businessTimeBetween(of, a, c));
    }),
  );
});

test('a due date is never outside business hours', () => {
  fc.assert(
    fc.property(state, instant, duration, (of, at, time) => {
      const { date, weekday, minutes } = wallClock(of, addBusinessTime(of, at, time));
      expect(['Sat', 'Sun']).not.toContain(weekday);
      expect(isHoliday(of, date)).toBe(false);
      expect(minutes).toBeGreaterThanOrEqual(9 * 60);
      expect(minutes).toBeLessThanOrEqual(17 * 60);
    }),
  );
});

test('the next business day begins at nine, later than now, with nothing but the rest of today in between', () => {
  fc.assert(
    fc.property(state, instant, (of, at) => {
      const next = nextBusinessDay(of, at);
      const { weekday, minutes } = wallClock(of, next);
      expect(next).toBeGreaterThan(at);
      expect(['Sat', 'Sun']).not.toContain(weekday);
      expect(minutes).toBe(9 * 60);
      expect(businessTimeBetween(of, at, next)).toBeLessThanOrEqual(8 * HOUR);
    }),
  );
});

test('a clock on the wall counts the same quarters of an hour', () => {
  fc.assert(
    fc.property(state, instant, fc.integer({ min: 0, max: 14 * 96 }), (of, at, quarters) => {
      const from = Math.floor(at / QUARTER) * QUARTER;
      let counted = 0;
      for (let quarter = 0; quarter < quarters; quarter += 1) {
        const { date, weekday, minutes } = wallClock(of, from + quarter * QUARTER);
        const open = minutes >= 9 * 60 && minutes < 17 * 60 && weekday !== 'Sat' && weekday !== 'Sun';
        if (open && !isHoliday(of, date)) counted += QUARTER;
      }
      expect(businessTimeBetween(of, from, from + quarters * QUARTER)).toBe(counted);
    }),
    { numRuns: 10 },
  );
});
