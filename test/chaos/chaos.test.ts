import { fileURLToPath } from 'node:url';
import { TEST_BUNDLE } from '../bundle.ts';
import { reportOf } from './report.ts';
import { forget, isClean, runChaos, type ChaosOptions, type Outcome } from './run.ts';

// Short ones of `npm run chaos` (docs/chaos.md). Without SIGKILL: what a killed worker had begun times out only minutes later.

const WORKER = ['--import', 'tsx', fileURLToPath(new URL('worker-process.ts', import.meta.url)), TEST_BUNDLE];
const LIMIT = 150_000;

async function run(options: Pick<ChaosOptions, 'faults' | 'orders' | 'kills' | 'restarts' | 'workerCommand'>) {
  const outcome = await runChaos({ ...options, seed: 1, killSignal: 'SIGTERM', duration: 6_000, drainWithin: 100_000 });
  await forget(outcome);
  return outcome;
}

/** Jest shows it when it is not empty. */
function wrongIn(outcome: Outcome): string {
  return isClean(outcome) ? '' : reportOf(outcome);
}

test(
  'every reference has exactly one order, whatever breaks',
  async () => {
    const outcome = await run({ faults: 'every', orders: 22, kills: 2, restarts: 1, workerCommand: WORKER });
    expect(wrongIn(outcome)).toBe('');
    expect(outcome.hits.length).toBeGreaterThan(0);
    expect(outcome.serverRestarts).toBe(1);
  },
  LIMIT,
);

test(
  'workers that do not look before they post make duplicates, which are found',
  async () => {
    const workerCommand = [...WORKER, '--without-look'];
    const outcome = await run({ faults: 'lostAnswers', orders: 8, kills: 0, restarts: 0, workerCommand });
    expect(outcome.differences.duplicates.length).toBeGreaterThan(0);
    expect(isClean(outcome)).toBe(false);
  },
  LIMIT,
);
