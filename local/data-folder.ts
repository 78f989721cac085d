import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that `npm start` and the tests write: ignored by git, safe to delete. */
export const DATA_FOLDER = '.nbn-orders';

/**
 * Claims the data folder for this process: two Temporal servers on one data file would break each other.
 *
 * @returns what gives it back.
 * @throws Error when another process that still runs has claimed it.
 */
export function claimDataFolder(): () => Promise<void> {
  const file = join(DATA_FOLDER, 'pid');
  const owner = pidIn(file);
  if (owner !== undefined && isRunning(owner)) {
    throw new Error(
      `"npm start" is running here already, as process ${owner}. Stop that one first, with Ctrl-C or: kill ${owner}`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => {
    rmSync(file, { force: true });
    return Promise.resolve();
  };
}

function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
