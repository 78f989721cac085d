import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packs the client, and installs it in a folder as another service does. @returns what npm said. */
export async function installClient(folder: string): Promise<string> {
  const { stdout } = await npm(['pack', './client', '--pack-destination', folder, '--json'], process.cwd());
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const said = await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`], folder);
  return said.stdout + said.stderr;
}

/** Without what npm tells the scripts that it runs, such as a test, about the package they are of. */
function npm(args: string[], cwd: string) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local)_/.test(name)),
  );
  return run('npm', args, { cwd, env });
}

/** Bytes of all files in a folder, in blocks, as `du` counts. */
export function sizeOnDisk(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => statSync(join(parentPath, name)).blocks * 512)
    .reduce((sum, size) => sum + size, 0);
}
