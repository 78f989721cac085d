import { execFileSync } from 'node:child_process';
import { Command, InvalidArgumentError, Option } from 'commander';
import { fileURLToPath } from 'node:url';
import { reportOf } from './report.ts';
import { PERSONALITY_NAMES, type PersonalityName } from '../../sandbox/personalities/personalities.ts';
import { forget, isClean, runChaos } from './run.ts';

// `npm run chaos`: docs/chaos.md. Exit code 1 when anything is wrong.

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('must be a number from 0.');
  return value;
};
const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const options = new Command('chaos')
  .description('Runs orders while workers, the Temporal server and Octane break, and compares in the end.')
  .option('--orders <count>', 'how many', number, 100)
  .option('--seed <number>', 'of everything that is left to chance', number, 1)
  .option('--kills <count>', 'how often a worker is ended with SIGKILL', number, 40)
  .option('--restarts <count>', 'how often the server is ended, in turn with SIGTERM and SIGKILL', number, 2)
  .option('--seconds <count>', 'in which the orders are started and things are ended', number, 200)
  .option('--locks <count>', 'how often the lock of a service is terminated', number, 20)
  .addOption(
    new Option('--personality <name>', 'how the sandbox speaks').choices(PERSONALITY_NAMES).default('standard'),
  )
  .option('--without-search', 'workers whose searches find nothing: the run has to find duplicates')
  .parse()
  .opts<{
    orders: number;
    seed: number;
    kills: number;
    restarts: number;
    seconds: number;
    locks: number;
    personality: PersonalityName;
    withoutSearch?: true;
  }>();

execFileSync('npm', ['run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
const run = await runChaos({
  ...options,
  workers: 2,
  duration: options.seconds * 1000,
  faults: 'every',
  // What `npm run build` made; the worker without a search is nothing that ships.
  workerCommand: options.withoutSearch
    ? ['--import', 'tsx', pathOf('worker-process.ts'), pathOf('../../dist/workflow-bundle.js'), '--without-search']
    : [pathOf('../../dist/worker/main.js')],
  drainWithin: 20 * 60_000,
  log: console.log,
});
console.log(reportOf(run));
if (isClean(run)) await forget(run);
else process.exitCode = 1;
