import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { writeBundles } from './bundles.ts';
import { keep, print } from './report.ts';
import type { Scenario } from './scenario.ts';

// `npm run bench [scenarios…]`: docs/scaling.md. Exit code 1 when a figure does not count and, with --quick, when one is below its floor; a missed target is only told.

const SCENARIOS: Record<string, () => Promise<Scenario>> = {
  history: async () => (await import('./scenarios/history.ts')).history,
  start: async () => (await import('./scenarios/start.ts')).start,
  http: async () => (await import('./scenarios/http.ts')).http,
  encryption: async () => (await import('./scenarios/encryption.ts')).encryption,
  extras: async () => (await import('./scenarios/extras.ts')).extras,
  restart: async () => (await import('./scenarios/restart.ts')).restart,
  replay: async () => (await import('./scenarios/replay.ts')).replay,
  calls: async () => (await import('./scenarios/calls.ts')).calls,
  fairness: async () => (await import('./scenarios/fairness.ts')).fairness,
  outage: async () => (await import('./scenarios/outage.ts')).outage,
  sizes: async () => (await import('./scenarios/sizes.ts')).sizes,
  fleet: async () => (await import('./scenarios/fleet.ts')).fleet,
};

/** The ratios that matter, in minutes. */
const QUICK = { scenarios: ['history', 'start', 'encryption'], orders: 60, pairs: 2 };

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('must be a number from 1.');
  return value;
};

const command = new Command('bench')
  .description('Measures this against honest baselines on a tuned dev server.')
  .addArgument(new Argument('[scenarios...]', 'default: all').choices([...Object.keys(SCENARIOS), 'all']))
  .option('--orders <count>', 'how many; default: the scenario’s own', count)
  .option('--pairs <count>', 'how often, in turn with the baseline; default: the scenario’s own', count)
  .option(
    '--minutes <count>',
    'after about so long fleet opens no more orders, and measures with those that are open',
    count,
  )
  .option(
    '--quick',
    `little of ${QUICK.scenarios.join(', ')}; keeps nothing, and fails when a ratio is below its floor`,
  )
  .parse();
const { quick = false, ...given } = command.opts<{
  orders?: number;
  pairs?: number;
  minutes?: number;
  quick?: boolean;
}>();
const { orders, pairs, minutes } = { ...(quick && QUICK), ...given };
const [named] = command.processedArgs as [string[]];
const every = quick ? QUICK.scenarios : Object.keys(SCENARIOS);
const names = named.length > 0 && !named.includes('all') ? named : every;
const [only, another] = names;

if (only !== undefined && another === undefined) {
  await measure(only);
} else {
  // Each in a process of its own: what one leaves in memory is not to be measured with the next.
  const options = process.argv.slice(2).filter((argument) => !named.includes(argument));
  for (const scenario of names) {
    const again = [...process.execArgv, fileURLToPath(import.meta.url), scenario, ...options];
    const { status } = spawnSync(process.execPath, again, { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}

async function measure(scenarioName: string): Promise<void> {
  const scenario = await SCENARIOS[scenarioName]?.();
  if (!scenario) throw new Error(`There is no scenario ${scenarioName}.`);
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-bench-bundles-'));
  try {
    const bundles = await writeBundles(folder);
    const log = (line: string) => {
      console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
    };
    const outcome = await scenario({ bundles, orders, pairs, minutes, log });
    print(scenarioName, outcome);
    if (!quick) await keep(scenarioName, ['npm run bench --', ...process.argv.slice(2)].join(' '), outcome);
    const isBelow = outcome.figures.some(({ floor }) => floor?.met === false);
    if (outcome.wrong.length > 0 || (quick && isBelow)) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}
