import fc from 'fast-check';
import { jeopardyActivities, type JeopardyRequest } from '../../activities/jeopardy.ts';
import type { OrderState } from '../../contract/states.ts';

const { assessJeopardy } = jeopardyActivities({ targets: [], defaultState: 'NSW' });

/** The instant that Temporal and its search attributes are given. */
function utc(text: string): string {
  return new Date(text).toISOString();
}

/** An order held in Victoria since Monday, 22 March 2027, 11:00: ten business days, over Easter, to Wednesday 7 April. */
const held: JeopardyRequest = {
  flow: 'activate',
  phase: 'held',
  state: 'Victoria',
  ran: [],
  runningSince: '2027-03-22T11:00:00+11:00',
  now: '2027-03-22T11:00:00+11:00',
};

describe('an order that is held over Easter', () => {
  test('is due after ten business days', async () => {
    expect(await assessJeopardy(held)).toEqual({
      dueDate: utc('2027-04-07T11:00:00+10:00'),
      inJeopardy: false,
      target: '10 business days',
    });
  });

  test('is in jeopardy from the due date on, not before', async () => {
    const before = await assessJeopardy({ ...held, now: '2027-04-07T10:59:59.999+10:00' });
    expect(before).toMatchObject({ inJeopardy: false });
    expect(before).not.toHaveProperty('nextEscalation');
    expect(await assessJeopardy({ ...held, now: '2027-04-07T11:00:00+10:00' })).toEqual({
      dueDate: utc('2027-04-07T11:00:00+10:00'),
      inJeopardy: true,
      nextEscalation: utc('2027-04-08T09:00:00+10:00'),
      target: '10 business days',
    });
  });

  test('is escalated again on every business day, and on no other', async () => {
    const escalations: (string | undefined)[] = [];
    let now = '2027-04-21T12:00:00+10:00';
    for (let times = 0; times < 5; times += 1) {
      const { nextEscalation } = await assessJeopardy({ ...held, state: 'QLD', now });
      escalations.push(nextEscalation);
      now = nextEscalation ?? now;
    }
    // Over a weekend and Anzac Day, which Queensland keeps on Monday 26 April 2027.
    expect(escalations).toEqual(
      ['2027-04-22', '2027-04-23', '2027-04-27', '2027-04-28', '2027-04-29'].map((date) =>
        utc(`${date}T09:00:00+10:00`),
      ),
    );
  });
});

describe('a clock that stops', () => {
  const ran = [{ from: '2027-03-22T11:00:00+11:00', to: '2027-03-24T11:00:00+11:00' }];
  const stopped: JeopardyRequest = { ...held, ran, runningSince: undefined, now: '2027-06-01T12:00:00+10:00' };

  test('has no due date and puts nothing in jeopardy', async () => {
    expect(await assessJeopardy(stopped)).toEqual({ inJeopardy: false, target: '10 business days' });
  });

  test('goes on with what is left', async () => {
    // Two of the ten days are used. From Tuesday, 1 June on, with the King's Birthday on 14 June.
    const again = await assessJeopardy({ ...stopped, runningSince: '2027-06-01T11:00:00+10:00' });
    expect(again.dueDate).toBe(utc('2027-06-11T11:00:00+10:00'));
    const later = await assessJeopardy({
      ...stopped,
      ran: [...ran, { from: '2027-06-01T11:00:00+10:00', to: '2027-06-09T11:00:00+10:00' }],
      runningSince: '2027-06-11T16:00:00+10:00',
    });
    expect(later.dueDate).toBe(utc('2027-06-16T16:00:00+10:00'));
  });

  test('does not undo a target that was used up', async () => {
    const usedUp = { ...stopped, ran: [{ from: '2027-03-22T11:00:00+11:00', to: '2027-04-08T11:00:00+10:00' }] };
    expect(await assessJeopardy(usedUp)).toEqual({ inJeopardy: true, target: '10 business days' });
    // Running again, the due date is when it was used up.
    expect(await assessJeopardy({ ...usedUp, runningSince: '2027-05-31T12:00:00+10:00' })).toEqual({
      dueDate: utc('2027-04-07T11:00:00+10:00'),
      inJeopardy: true,
      nextEscalation: utc('2027-06-02T09:00:00+10:00'),
      target: '10 business days',
    });
  });

  test('that stopped just when the target was used up has used it up', async () => {
    const exact = [{ from: '2027-03-22T11:00:00+11:00', to: '2027-04-07T11:00:00+10:00' }];
    expect(await assessJeopardy({ ...stopped, ran: exact })).toMatchObject({ inJeopardy: true });
  });

  test('loses nothing by being stopped and started at once, wherever that is', async () => {
    const start = Date.parse('2027-03-01T00:00:00Z');
    const isoAfter = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 60 });
    await fc.assert(
      fc.asyncProperty(minutes, minutes, minutes, async (one, other, third) => {
        const [from, between, now] = [one, other, third].sort((a, b) => a - b).map(isoAfter) as [
          string,
          string,
          string,
        ];
        const whole = await assessJeopardy({ ...held, runningSince: from, now });
        const inParts = await assessJeopardy({ ...held, ran: [{ from, to: between }], runningSince: between, now });
        expect(inParts).toEqual(whole);
      }),
    );
  });
});

test('a clock that has yet to start has its due date after that', async () => {
  const futureDated = { ...held, runningSince: '2027-05-03T00:00:00+10:00' };
  expect(await assessJeopardy(futureDated)).toMatchObject({
    dueDate: utc('2027-05-14T17:00:00+10:00'),
    inJeopardy: false,
  });
});

test.each<[OrderState, string]>([
  ['pending', 'the customer is awaited'],
  ['waiting', 'for the service or a date'],
  ['completed', 'it has ended'],
])('%s has no target: %s', async (phase) => {
  expect(await assessJeopardy({ ...held, phase, now: '2028-01-01T00:00:00Z' })).toEqual({ inJeopardy: false });
});

describe('the state', () => {
  const dueIn = async (state?: string): Promise<string | undefined> =>
    (await assessJeopardy({ ...held, phase: 'fallout', state, runningSince: '2026-11-02T16:00:00+11:00' })).dueDate;

  test('is the one of the service, by code or by name', async () => {
    expect(await dueIn('VIC')).toBe(utc('2026-11-04T12:00:00+11:00'));
    expect(await dueIn('Victoria')).toBe(utc('2026-11-04T12:00:00+11:00'));
    expect(await dueIn('Western Australia')).toBe(utc('2026-11-02T17:00:00+08:00'));
  });

  test("is the worker's when the order knows none", async () => {
    expect(await dueIn()).toBe(utc('2026-11-03T12:00:00+11:00'));
    expect(await dueIn('Atlantis')).toBe(utc('2026-11-03T12:00:00+11:00'));
  });
});

test('a target in minutes, for practice, is used up at night too', async () => {
  const own = jeopardyActivities({ targets: [{ phase: 'held', target: '2 minutes' }], defaultState: 'VIC' });
  const night = { ...held, runningSince: '2026-11-01T02:00:00+11:00', now: '2026-11-01T02:02:00+11:00' };
  expect(await own.assessJeopardy(night)).toMatchObject({
    dueDate: utc('2026-11-01T02:02:00+11:00'),
    inJeopardy: true,
  });
});

test('rows of the configuration come first', async () => {
  const own = jeopardyActivities({
    targets: [
      { phase: 'held', flows: ['disconnect'], target: 'none' },
      { phase: 'held', target: '2 business hours' },
    ],
    defaultState: 'VIC',
  });
  expect((await own.assessJeopardy(held)).target).toBe('2 business hours');
  expect(await own.assessJeopardy({ ...held, flow: 'disconnect' })).toEqual({ inJeopardy: false });
  expect((await own.assessJeopardy({ ...held, phase: 'fallout' })).target).toBe('4 business hours');
});

test('an instant that is none is an error, never a wrong date', async () => {
  await expect(assessJeopardy({ ...held, now: 'tomorrow' })).rejects.toThrow(
    '"tomorrow" is not an ISO 8601 date-time.',
  );
});
