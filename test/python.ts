import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A command that runs: what it has printed in the end. */
export type Running = Promise<string> & { child: ChildProcess };

/** A virtual environment with what a file of requirements names. */
export interface Python {
  folder: string;
  /** Runs a command of it in its folder. */
  run: (command: string, args: string[], environment?: NodeJS.ProcessEnv) => Running;
  remove: () => Promise<void>;
}

/**
 * @param requirements - As pip reads them.
 * @throws Error that says what Python lacks. Not to have tried is no success, so nothing is skipped.
 */
export async function installPython(requirements: string): Promise<Python> {
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
    await python.run('pip', ['install', ...quietly, '-r', resolve(requirements)]);
    return python;
  } catch (cause) {
    await python.remove();
    const message = "it takes Python 3.10 or newer with venv and pip, and pip's package index within reach.";
    throw new Error(
      `${requirements} cannot be installed: ${message} ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
