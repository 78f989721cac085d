import { jest } from '@jest/globals';
import { Pace } from '../../octane/pace.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** When so many calls that ask at once have their turns, in milliseconds, where the process is so late for each. */
async function turnsOf(pace: Pace, count: number, late = 0): Promise<number[]> {
  const turns: number[] = [];
  const all = Array.from({ length: count }, () => pace.turn(Infinity).then(() => turns.push(performance.now())));
  while (turns.length < count) {
    await jest.advanceTimersToNextTimerAsync();
    if (late > 0) jest.advanceTimersByTime(late);
  }
  await Promise.all(all);
  return turns;
}

/** The most turns in any ten seconds. */
const busiest = (turns: number[]) =>
  Math.max(...turns.map((start) => turns.filter((turn) => turn >= start && turn < start + 10_000).length));

test.each([20, 5, 2.5, 0.4])('no ten seconds have more calls than %d a second, and hardly fewer', async (allowed) => {
  for (const late of [0, 7]) {
    const turns = await turnsOf(new Pace(allowed), Math.ceil(allowed * 50), late);
    expect(busiest(turns)).toBeLessThanOrEqual(allowed * 10);
    const seconds = ((turns.at(-1) ?? 0) - (turns[0] ?? 0)) / 1000;
    expect((turns.length - 1) / seconds).toBeGreaterThan(allowed * 0.97);
  }
});

test('a call whose turn would come too late takes none from the others', async () => {
  const pace = new Pace(5);
  const three = turnsOf(pace, 3);
  expect(await pace.turn(500)).toBe(false);
  await three;
  jest.advanceTimersByTime(1_000);
  expect(await pace.turn(0)).toBe(true);
});
