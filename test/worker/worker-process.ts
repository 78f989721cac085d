import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The worker as production runs it: a process of its own. */
export interface WorkerProcess {
  kill: (signal: NodeJS.Signals) => void;
  /** How it ended, and everything that it wrote. */
  ended: Promise<{ exitCode: number | null; output: string; errors: string }>;
}

/** @param command - What runs it, with its arguments. */
export function startWorkerProcess(environment: NodeJS.ProcessEnv, command = ['worker/main.ts']): WorkerProcess {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, ...environment },
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([, output, errors]) => ({ exitCode: child.exitCode, output, errors }),
  );
  return { kill: (signal) => void child.kill(signal), ended };
}
