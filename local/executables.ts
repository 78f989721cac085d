import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';

/** Why this path cannot be run, or undefined when it can. */
export async function whyNotExecutable(path: string): Promise<string | undefined> {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) return 'does not exist';
  if (!entry.isFile()) return 'is not a file';
  return access(path, constants.X_OK).then(
    () => undefined,
    () => 'is not executable',
  );
}

/** Absolute path of the first executable of this name on a PATH, or undefined when there is none. */
export async function findOnPath(name: string, path: string | undefined): Promise<string | undefined> {
  const fileName = process.platform === 'win32' ? `${name}.exe` : name;
  for (const directory of (path ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const candidate = resolve(directory, fileName);
    if ((await whyNotExecutable(candidate)) === undefined) return candidate;
  }
  return undefined;
}
