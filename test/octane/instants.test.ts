import { instantOf, localTimeOf } from '../../octane/instants.ts';

describe('a date of Octane', () => {
  test.each([
    ['2026-11-25T20:05:00Z', '2026-11-25T20:05:00.000Z'],
    ['2026-11-25T20:05:00.123+11:00', '2026-11-25T09:05:00.123Z'],
    ['2026-11-25T20:05+1100', '2026-11-25T09:05:00.000Z'],
    ['2026-11-25 20:05:00 +11:00', '2026-11-25T09:05:00.000Z'],
  ])('with a time and a zone is an instant: %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
    expect(instantOf(text, 'Australia/Perth')).toBe(instant);
  });

  test('without a zone is read in the time zone that is configured, daylight saving included', () => {
    expect(instantOf('2026-11-25T20:05:00', 'Australia/Sydney')).toBe('2026-11-25T09:05:00.000Z');
    expect(instantOf('2026-06-25 20:05:00', 'Australia/Sydney')).toBe('2026-06-25T10:05:00.000Z');
    expect(instantOf('2026-11-25T20:05:00', 'UTC')).toBe('2026-11-25T20:05:00.000Z');
  });

  test.each(['2026-11-25T20:05:00', '2026-11-25 20:05'])('without any zone is not readable: %s', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });

  test.each([
    ['a date alone', '2026-11-25'],
    ['a date that may be of two months', '05/12/2026 20:05'],
    ['a date in words', 'Wed, 25 Nov 2026 20:05:00 GMT'],
    ['a day that there is not', '2026-02-30T09:00:00Z'],
    ['a number', '1795600000000'],
    ['nothing', ''],
    ['an unset date', '0001-01-01T00:00:00Z'],
    ['an unset date of Unix', '1970-01-01T00:00:00Z'],
    ['a date without end', '9999-12-31T23:59:59Z'],
    ['an hour that comes twice', '2026-04-05T02:30:00'],
    ['an hour that is left out', '2026-10-04T02:30:00'],
  ])('that is %s is not readable, even with a time zone', (_, text) => {
    expect(instantOf(text, 'Australia/Sydney')).toBeUndefined();
  });
});

test.each([
  ['2026-11-25T13:00:00+11:00', undefined, '2026-11-25T13:00:00+11:00'],
  ['2026-11-25 13:00:00+11:00', 'Australia/Perth', '2026-11-25T13:00:00+11:00'],
  ['2026-11-25T13:00:00', 'Australia/Sydney', '2026-11-25T13:00:00+11:00'],
  ['2026-11-25T13:00:00Z', undefined, '2026-11-25T13:00:00Z'],
  ['2026-11-25T13:00:00', undefined, undefined],
  ['25/11/2026 13:00', 'Australia/Sydney', undefined],
])('the time of a visit keeps the zone where it is: %s', (text, timeZone, local) => {
  expect(localTimeOf(text, timeZone)).toBe(local);
});
