import { jest } from '@jest/globals';
import { Pace } from '../../octane/pace.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** When so many calls that all ask now have their turns, in milliseconds from now. */
const turnsOf = (pace: Pace, count: number) => Array.from({ length: count }, () => pace.take(Infinity) ?? NaN);

/** The most turns in any ten seconds. */
const busiest = (turns: number[]) =>
  Math.max(...turns.map((start) => turns.filter((turn) => turn >= start && turn < start + 10_000).length));

test.each([20, 5, 2.5, 0.4])('no ten seconds have more calls than %d a second, and hardly fewer', (allowed) => {
  const turns = turnsOf(new Pace(allowed), Math.ceil(allowed * 100));
  expect(busiest(turns)).toBeLessThanOrEqual(allowed * 10);
  expect(turns.length / ((turns.at(-1) ?? 0) / 1000)).toBeGreaterThan(allowed * 0.97);
});

test('a call that comes alone does not wait', () => {
  const pace = new Pace(5);
  turnsOf(pace, 20);
  jest.advanceTimersByTime(10_000);
  expect(pace.take(0)).toBe(0);
});

test('a call whose turn would come too late takes none from the others', () => {
  const pace = new Pace(5);
  turnsOf(pace, 5);
  expect(pace.take(500)).toBeUndefined();
  expect(pace.take(2_000)).toBeCloseTo(1_010);
});
