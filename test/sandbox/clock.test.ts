import { RunningClock } from '../../sandbox/clock.ts';

function passRealTime(): void {
  const begun = performance.now();
  while (performance.now() < begun + 2);
}

test('a running clock runs so many times as fast', () => {
  const before = performance.now();
  const clock = new RunningClock({ speed: 3600, start: 1_000_000 });
  const first = clock.now();
  passRealTime();
  const second = clock.now();
  const after = performance.now();
  expect(first).toBeGreaterThanOrEqual(1_000_000);
  expect(second - first).toBeGreaterThanOrEqual(2 * 3600 - 1);
  expect(second - 1_000_000).toBeLessThanOrEqual(Math.ceil((after - before) * 3600));
});

test('it can be stopped, and goes on from there', () => {
  const clock = new RunningClock({ speed: 3600, start: 1_000_000 });
  passRealTime();
  clock.runAt(0);
  const stopped = clock.now();
  expect(stopped).toBeGreaterThan(1_000_000);
  passRealTime();
  expect(clock.now()).toBe(stopped);
  const before = performance.now();
  clock.runAt(1);
  passRealTime();
  const last = clock.now();
  expect(last).toBeGreaterThanOrEqual(stopped + 2);
  expect(last).toBeLessThanOrEqual(stopped + Math.ceil(performance.now() - before));
});

test('it can jump while it stands still', () => {
  const clock = new RunningClock({ speed: 0, start: 1_000_000 });
  clock.jump(60_000);
  expect(clock.now()).toBe(1_060_000);
});
