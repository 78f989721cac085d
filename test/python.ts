import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A command that runs: what it has printed in the end. */
export type Running = Promise<string> & { child: ChildProcess };

/** A virtual environment with what requirements.txt names. */
export interface Python {
  folder: string;
  /** Runs a command of it in its folder. */
  run: (command: string, args: string[], environment?: NodeJS.ProcessEnv) => Running;
  remove: () => Promise<void>;
}

/** @throws Error that says what Python lacks. Not to have tried the examples is no success, so nothing is skipped. */
export async function installPython(): Promise<Python> {
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-python-'));
  const python: Python = {
    folder,
    run: (command, args, environment) => {
      const path = [join(folder, '.venv/bin'), process.env['PATH'] ?? ''].join(delimiter);
      const running = run(command, args, { cwd: folder, env: { ...process.env, PATH: path, ...environment } });
      return Object.assign(
        running.then(({ stdout }) => stdout),
        { child: running.child },
      );
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  try {
    await python.run('python3', ['-m', 'venv', '.venv']);
    const quietly = ['--quiet', '--disable-pip-version-check'];
    await python.run('pip', ['install', ...quietly, '-r', resolve('test/other-languages/requirements.txt')]);
    return python;
  } catch (cause) {
    await python.remove();
    const message =
      "docs/other-languages.md cannot be tried: it takes Python 3.10 or newer with venv and pip, and pip's package index within reach.";
    throw new Error(`${message} ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
