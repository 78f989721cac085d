import {
  addBusinessDays,
  addBusinessHours,
  addBusinessTime,
  businessTimeBetween,
  nextBusinessDay,
} from '../../rules/calendar/business-time.ts';
import { AUSTRALIAN_STATES, australianState, type AustralianState } from '../../rules/calendar/states.ts';

const HOUR = 3_600_000;

/** Milliseconds of a date-time that names its offset, so that no expectation rests on a time zone database. */
function at(text: string): number {
  return Date.parse(text);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

/** Whether any business time passes on a date in a state. */
function works(state: AustralianState, date: string): boolean {
  return businessTimeBetween(state, at(`${date}T00:00:00+11:00`), at(`${date}T18:00:00+08:00`)) > 0;
}

/** Those states in which a date is a business day. */
function statesAtWork(date: string): AustralianState[] {
  return AUSTRALIAN_STATES.filter((state) => works(state, date));
}

describe('business hours', () => {
  test.each([
    ['within a day', 'VIC', '2026-08-05T11:00:00+10:00', 2, '2026-08-05T13:00:00+10:00'],
    ['to the very end of a day', 'VIC', '2026-08-05T11:00:00+10:00', 6, '2026-08-05T17:00:00+10:00'],
    ['over a night', 'VIC', '2026-08-05T16:00:00+10:00', 2, '2026-08-06T10:00:00+10:00'],
    ['over a weekend', 'VIC', '2026-08-07T16:00:00+10:00', 2, '2026-08-10T10:00:00+10:00'],
    ['from before the day', 'VIC', '2026-08-05T03:00:00+10:00', 4, '2026-08-05T13:00:00+10:00'],
    ['from after the day', 'VIC', '2026-08-05T17:00:00+10:00', 4, '2026-08-06T13:00:00+10:00'],
    ['from a Saturday', 'VIC', '2026-08-08T12:00:00+10:00', 4, '2026-08-10T13:00:00+10:00'],
    ['none at all', 'VIC', '2026-08-08T12:00:00+10:00', 0, '2026-08-10T09:00:00+10:00'],
    ['a part of one', 'VIC', '2026-08-05T11:00:00+10:00', 0.5, '2026-08-05T11:30:00+10:00'],
  ] as const)('%s', (_, state, from, hours, expected) => {
    expect(iso(addBusinessHours(state, at(from), hours))).toBe(iso(at(expected)));
  });

  test('are eight a day, and a business day is eight of them', () => {
    const [from, to] = [at('2026-08-03T00:00:00+10:00'), at('2026-08-10T00:00:00+10:00')];
    expect(businessTimeBetween('VIC', from, to)).toBe(40 * HOUR);
    expect(addBusinessDays('VIC', from, 5)).toBe(addBusinessHours('VIC', from, 40));
    expect(iso(addBusinessDays('VIC', from, 5))).toBe(iso(at('2026-08-07T17:00:00+10:00')));
  });

  test('do not pass backwards', () => {
    expect(businessTimeBetween('VIC', at('2026-08-05T12:00:00Z'), at('2026-08-03T12:00:00Z'))).toBe(0);
  });

  test('nonsense is refused', () => {
    expect(() => addBusinessTime('VIC', Number.NaN, HOUR)).toThrow(RangeError);
    expect(() => addBusinessTime('VIC', 0, -1)).toThrow(RangeError);
    expect(() => addBusinessTime('VIC', 0, Infinity)).toThrow(RangeError);
    expect(() => businessTimeBetween('VIC', 0, Infinity)).toThrow(RangeError);
    expect(() => nextBusinessDay('VIC', at('9999-01-01T00:00:00Z'))).toThrow(RangeError);
  });
});

describe('the next business day', () => {
  test.each([
    ['early on a business day', '2026-08-05T08:59:59+10:00', '2026-08-05T09:00:00+10:00'],
    ['at the start of one', '2026-08-05T09:00:00+10:00', '2026-08-06T09:00:00+10:00'],
    ['at noon', '2026-08-05T12:00:00+10:00', '2026-08-06T09:00:00+10:00'],
    ['on Friday night', '2026-08-07T22:00:00+10:00', '2026-08-10T09:00:00+10:00'],
    ['before Easter', '2027-03-25T12:00:00+11:00', '2027-03-30T09:00:00+11:00'],
  ])('%s', (_, from, expected) => {
    expect(iso(nextBusinessDay('VIC', at(from)))).toBe(iso(at(expected)));
  });
});

describe('public holidays', () => {
  test('ten business days over Easter 2027, Victoria and Queensland', () => {
    // Good Friday is 26 March and Easter Monday 29 March; on 4 April Victoria puts its clocks back.
    expect(iso(addBusinessDays('VIC', at('2027-03-22T11:00:00+11:00'), 10))).toBe(iso(at('2027-04-07T11:00:00+10:00')));
    expect(iso(addBusinessDays('QLD', at('2027-03-22T11:00:00+10:00'), 10))).toBe(iso(at('2027-04-07T11:00:00+10:00')));
    // After Easter, Queensland also has Anzac Day on Monday 26 April and Labour Day on 3 May.
    expect(iso(addBusinessDays('VIC', at('2027-04-19T11:00:00+10:00'), 10))).toBe(iso(at('2027-05-03T11:00:00+10:00')));
    expect(iso(addBusinessDays('QLD', at('2027-04-19T11:00:00+10:00'), 10))).toBe(iso(at('2027-05-05T11:00:00+10:00')));
  });

  test('Melbourne Cup 2026 is a holiday in Victoria alone', () => {
    expect(statesAtWork('2026-11-03')).toEqual(AUSTRALIAN_STATES.filter((state) => state !== 'VIC'));
    expect(iso(addBusinessDays('VIC', at('2026-11-02T15:00:00+11:00'), 1))).toBe(iso(at('2026-11-04T15:00:00+11:00')));
    expect(iso(addBusinessDays('NSW', at('2026-11-02T15:00:00+11:00'), 1))).toBe(iso(at('2026-11-03T15:00:00+11:00')));
  });

  test('Anzac Day on a weekend: which states have the Monday', () => {
    // 2026 on a Saturday, 2027 on a Sunday. South Australia ended its Monday with the Public Holidays Act 2023.
    expect(statesAtWork('2026-04-27')).toEqual(['VIC', 'QLD', 'SA', 'TAS', 'NT']);
    expect(statesAtWork('2027-04-26')).toEqual(['VIC', 'SA', 'TAS']);
  });

  test.each([
    ['Canberra Day, Labour Day, Adelaide Cup', '2026-03-09', ['NSW', 'QLD', 'WA', 'NT']],
    ['Reconciliation Day and Western Australia Day', '2026-06-01', ['NSW', 'VIC', 'QLD', 'SA', 'TAS', 'NT']],
    ["King's Birthday", '2026-06-08', ['QLD', 'WA']],
    ['Picnic Day; a bank holiday in NSW is none', '2026-08-03', ['NSW', 'VIC', 'QLD', 'SA', 'WA', 'TAS', 'ACT']],
    ['the day before the Grand Final', '2026-09-25', ['NSW', 'QLD', 'SA', 'WA', 'TAS', 'NT', 'ACT']],
    ['Labour Day in October', '2026-10-05', ['VIC', 'WA', 'TAS', 'NT']],
    ['Christmas Eve, a holiday from the evening on', '2026-12-24', AUSTRALIAN_STATES],
    ['Christmas Day', '2026-12-25', []],
    ['the Monday for Boxing Day', '2026-12-28', []],
    ['the Tuesday for Boxing Day, when Christmas is on Saturday', '2027-12-28', []],
    ['the Monday for Australia Day', '2025-01-27', []],
  ])('%s', (_, date, expected) => {
    expect(statesAtWork(date)).toEqual(expected);
  });

  test('the end of a year', () => {
    expect(iso(addBusinessDays('VIC', at('2026-12-24T16:00:00+11:00'), 1))).toBe(iso(at('2026-12-29T16:00:00+11:00')));
    expect(iso(addBusinessDays('VIC', at('2026-12-31T12:00:00+11:00'), 1))).toBe(iso(at('2027-01-04T12:00:00+11:00')));
    // Already 2027 in Australia, and still 2026 in UTC.
    expect(iso(nextBusinessDay('SA', at('2026-12-31T20:00:00Z')))).toBe(iso(at('2027-01-04T09:00:00+10:30')));
    expect(businessTimeBetween('VIC', at('2026-12-31T00:00:00+11:00'), at('2027-01-05T00:00:00+11:00'))).toBe(
      16 * HOUR,
    );
  });
});

describe('time zones', () => {
  test('clocks put back: an hour more passes in Victoria than in Queensland', () => {
    const [vic, qld] = [at('2027-04-02T16:00:00+11:00'), at('2027-04-02T16:00:00+10:00')];
    expect(iso(addBusinessHours('VIC', vic, 2))).toBe(iso(at('2027-04-05T10:00:00+10:00')));
    expect(addBusinessHours('VIC', vic, 2) - vic).toBe(67 * HOUR);
    expect(iso(addBusinessHours('QLD', qld, 2))).toBe(iso(at('2027-04-05T10:00:00+10:00')));
    expect(addBusinessHours('QLD', qld, 2) - qld).toBe(66 * HOUR);
  });

  test('clocks put forward: an hour less', () => {
    const vic = at('2026-10-02T16:00:00+10:00');
    expect(iso(addBusinessHours('VIC', vic, 2))).toBe(iso(at('2026-10-05T10:00:00+11:00')));
    expect(addBusinessHours('VIC', vic, 2) - vic).toBe(65 * HOUR);
  });

  test('Western Australia opens when Victoria has had lunch', () => {
    expect(iso(nextBusinessDay('WA', at('2026-01-14T00:00:00+08:00')))).toBe(iso(at('2026-01-14T12:00:00+11:00')));
    // Monday 2 March 2026 is Labour Day there.
    expect(iso(addBusinessHours('WA', at('2026-02-27T16:30:00+08:00'), 1))).toBe(iso(at('2026-03-03T09:30:00+08:00')));
  });

  test.each([
    ['SA', '2026-01-14T09:00:00+10:30'],
    ['NT', '2026-01-14T09:00:00+09:30'],
    ['TAS', '2026-01-14T09:00:00+11:00'],
    ['ACT', '2026-01-14T09:00:00+11:00'],
    ['NSW', '2026-01-14T09:00:00+11:00'],
    ['QLD', '2026-01-14T09:00:00+10:00'],
  ] as const)('%s opens at its own nine', (state, opens) => {
    expect(iso(nextBusinessDay(state, at('2026-01-13T12:00:00Z')))).toBe(iso(at(opens)));
  });
});

test.each([
  ['Victoria', 'VIC'],
  ['VIC', 'VIC'],
  [' vic ', 'VIC'],
  ['NEW SOUTH WALES', 'NSW'],
  ['N.S.W.', 'NSW'],
  ['Australian Capital Territory', 'ACT'],
  ['', undefined],
  ['Otago', undefined],
  [undefined, undefined],
])('the state "%s" is %s', (text, state) => {
  expect(australianState(text)).toBe(state);
});
