import { runningClock } from '../../sandbox/clock.ts';

test('a running clock runs so many times as fast', async () => {
  const before = performance.now();
  const clock = runningClock({ speed: 3600, start: 1_000_000 });
  const first = await clock.now();
  const begun = performance.now();
  while (performance.now() < begun + 2);
  const second = await clock.now();
  const after = performance.now();
  expect(first).toBeGreaterThanOrEqual(1_000_000);
  expect(second - first).toBeGreaterThanOrEqual(2 * 3600 - 1);
  expect(second - 1_000_000).toBeLessThanOrEqual(Math.ceil((after - before) * 3600));
});
