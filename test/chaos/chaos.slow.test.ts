import { fileURLToPath } from 'node:url';
import { TEST_BUNDLE } from '../bundle.ts';
import { forget, isClean, runChaos } from './run.ts';

// That a run without anything wrong is one that would have found it: `npm run chaos` itself takes minutes (docs/chaos.md).
test('a worker whose searches find nothing makes duplicates, and the run finds them', async () => {
  const run = await runChaos({
    seed: 1,
    orders: 2,
    workers: 1,
    faults: 'lostAnswer',
    personality: 'standard',
    kills: 0,
    restarts: 0,
    locks: 0,
    duration: 1_000,
    drainWithin: 40_000,
    workerCommand: [
      ...['--import', 'tsx', fileURLToPath(new URL('worker-process.ts', import.meta.url))],
      ...[TEST_BUNDLE, '--without-search'],
    ],
  });
  await forget(run);
  expect(run.differences.duplicates).not.toEqual([]);
  expect(run.differences.lost).toEqual([]);
  expect(isClean(run)).toBe(false);
});
