import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { untilNextPoll, untilNextTry, type CadenceSettings, type Situation } from '../../rules/cadence.ts';
import { OCTANE_ORDER_STATES } from '../../contract/states.ts';
import { CADENCE_PLOT, cadencePlot } from './cadence-plot.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-02T00:00:00Z');
const SETTINGS: CadenceSettings = { pollInterval: 30 * MINUTE, requestsPerSecond: 5 };

const random = fc.double({ min: 0, max: 1, noNaN: true });
const age = fc.oneof(fc.integer({ min: 0, max: DAY }), fc.integer({ min: 0, max: 120 * DAY }));
const instant = fc.integer({ min: NOW - 30 * DAY, max: NOW + 30 * DAY });
const pollInterval = fc.integer({ min: 100, max: 7 * DAY });
const undisturbed: fc.Arbitrary<Situation> = fc.record({
  state: fc.constantFrom(...OCTANE_ORDER_STATES, 'unknown' as const),
  now: fc.constant(NOW),
  since: age.map((passed) => NOW - passed),
  inJeopardy: fc.boolean(),
});
const situation: fc.Arbitrary<Situation> = fc
  .tuple(
    undisturbed,
    fc.option(instant, { nil: undefined }),
    fc.option(
      fc.tuple(instant, fc.integer({ min: 0, max: 5 * HOUR })).map(([startsAt, length]) => ({
        startsAt,
        endsAt: startsAt + length,
      })),
      { nil: undefined },
    ),
  )
  .map(([base, dueDate, appointment]) => ({ ...base, dueDate, appointment }));

test('an order with nothing to meet is never looked at sooner than the standard interval', () => {
  fc.assert(
    fc.property(undisturbed, pollInterval, random, (order, standard, chance) => {
      const delay = untilNextPoll(order, { ...SETTINGS, pollInterval: standard }, chance);
      expect(delay).toBeGreaterThanOrEqual(standard);
      expect(delay).toBeLessThanOrEqual(Math.max(4 * HOUR, standard) * 1.1 + 1);
    }),
  );
});

test('an order never rests for less than a minute, or than a shorter standard interval', () => {
  fc.assert(
    fc.property(situation, pollInterval, random, (order, standard, chance) => {
      const delay = untilNextPoll(order, { ...SETTINGS, pollInterval: standard }, chance);
      expect(delay).toBeGreaterThanOrEqual(Math.min(MINUTE, standard));
    }),
  );
});

test('a look never jumps past a due date or an end of an appointment, and is never too early for it', () => {
  fc.assert(
    fc.property(situation, random, (order, chance) => {
      const next = NOW + untilNextPoll(order, SETTINGS, chance);
      const due = order.inJeopardy ? undefined : order.dueDate;
      for (const meet of [due, order.appointment?.startsAt, order.appointment?.endsAt]) {
        if (meet === undefined || meet <= NOW) continue;
        // A minute of rest, and a tenth of the interval over which looks are spread.
        expect(next).toBeLessThanOrEqual(Math.max(meet, NOW + MINUTE) + 3 * MINUTE + 1);
        if (next >= NOW + 30 * MINUTE) continue;
        const met = [due, order.appointment?.startsAt, order.appointment?.endsAt].filter(
          (at = NOW) => at > NOW && at <= next,
        );
        expect(met).not.toEqual([]);
      }
    }),
  );
});

test('the longer an order has not changed, the later the next look', () => {
  fc.assert(
    fc.property(undisturbed, age, random, (order, longer, chance) => {
      const older = { ...order, since: order.since - longer };
      expect(untilNextPoll(older, SETTINGS, chance)).toBeGreaterThanOrEqual(untilNextPoll(order, SETTINGS, chance));
    }),
  );
});

test('an overdue order is looked at as soon as one that is not, or sooner', () => {
  fc.assert(
    fc.property(undisturbed, random, (order, chance) => {
      const [overdue, other] = [true, false].map((inJeopardy) =>
        untilNextPoll({ ...order, inJeopardy }, SETTINGS, chance),
      );
      expect(overdue).toBeLessThanOrEqual(other ?? 0);
    }),
  );
});

test('a visit that is over is as good as a change: the order is looked at with the standard interval again', () => {
  const order: Situation = { state: 'inProgress', now: NOW, since: NOW - 20 * DAY };
  const visited = { ...order, appointment: { startsAt: NOW - 5 * HOUR, endsAt: NOW - HOUR } };
  expect(untilNextPoll(order, SETTINGS, 0)).toBe(2 * HOUR);
  expect(untilNextPoll(visited, SETTINGS, 0)).toBe(30 * MINUTE);
});

test('jitter spreads the looks over a tenth of the interval, always later', () => {
  fc.assert(
    fc.property(undisturbed, random, (order, chance) => {
      const [delay, earliest] = [untilNextPoll(order, SETTINGS, chance), untilNextPoll(order, SETTINGS, 0)];
      expect(delay).toBeGreaterThanOrEqual(earliest);
      expect(delay).toBeLessThanOrEqual(earliest * 1.1 + 1);
    }),
  );
});

test('a new order is looked at every 31.5 minutes in the mean', () => {
  const delays = Array.from({ length: 1001 }, (_, index) =>
    untilNextPoll({ state: 'acknowledged', now: NOW, since: NOW - HOUR }, SETTINGS, index / 1000),
  );
  expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length / MINUTE).toBeCloseTo(31.5, 1);
});

test('all open orders together stay within four fifths of the calls that Octane takes', () => {
  const orders = fc.array(undisturbed, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(orders, fc.integer({ min: 1, max: 20_000 }), random, (kinds, ofEach, chance) => {
      const settings = { ...SETTINGS, openOrders: kinds.length * ofEach };
      const looksPerSecond = kinds.reduce(
        (sum, kind) => sum + (ofEach * 1000) / untilNextPoll(kind, settings, chance),
        0,
      );
      expect(looksPerSecond).toBeLessThanOrEqual(SETTINGS.requestsPerSecond * 0.8 + 1e-6);
    }),
  );
});

test('a look that failed is repeated no later than the next one, nor than half an hour or what the limit allows', () => {
  fc.assert(
    fc.property(
      situation,
      pollInterval,
      fc.integer({ min: 0, max: 100_000 }),
      random,
      (order, standard, openOrders, chance) => {
        const settings = { ...SETTINGS, pollInterval: standard, openOrders };
        const delay = untilNextTry(order, settings, chance);
        const allowed = (openOrders * 1000) / (SETTINGS.requestsPerSecond * 0.8);
        expect(delay).toBeLessThanOrEqual(untilNextPoll(order, settings, chance));
        expect(delay).toBeLessThanOrEqual(Math.max(30 * MINUTE, allowed) * 1.1 + 1);
        expect(delay).toBeGreaterThanOrEqual(Math.min(MINUTE, standard));
      },
    ),
  );
});

test('an appointment whose times cannot be read changes nothing', () => {
  const order: Situation = { state: 'inProgress', now: NOW, since: NOW };
  expect(untilNextPoll({ ...order, appointment: { startsAt: NaN, endsAt: NaN } }, SETTINGS, 0)).toBe(30 * MINUTE);
});

test('docs/cadence.svg shows what the function does (npm run plot-cadence writes it)', async () => {
  expect(readFileSync(CADENCE_PLOT, 'utf8')).toBe(await cadencePlot());
});
