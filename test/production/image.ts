import { execFile } from 'node:child_process';
import { cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf, readDockerfile, textOf } from '../deployment/files.ts';

const run = promisify(execFile);

/**
 * What an image has in /app, made by the steps of the Dockerfile's stages `build` and `runtime`, in a folder.
 *
 * @returns the folder.
 */
export async function buildImage(folder: string): Promise<string> {
  const build = join(folder, 'build');
  const app = join(folder, 'app');
  await mkdir(build, { recursive: true });
  await mkdir(app);
  for (const { keyword, value } of instructionsOf('build')) {
    if (keyword === 'COPY')
      for (const name of filesOf(value)) await cp(pathOf(name), join(build, name), { recursive: true });
    if (keyword === 'RUN') await run('sh', ['-c', value], { cwd: build, maxBuffer: 100_000_000 });
  }
  for (const { keyword, value } of instructionsOf('runtime')) {
    if (keyword !== 'COPY') continue;
    const [, ...words] = value.split(' ');
    const names = words.filter((word) => word.startsWith('/app/')).map((word) => word.slice('/app/'.length));
    for (const name of names) await rename(join(build, name), join(app, name));
  }
  return app;
}

/** What a container of a stage runs, and as whom: neither may write into /app. */
export function entryOf(stage: string): { uid: string; gid: string; command: string[] } {
  const valueOf = (name: string, keyword: string) =>
    instructionsOf(name).find((instruction) => instruction.keyword === keyword)?.value ?? '';
  const [uid = '', gid = ''] = valueOf('runtime', 'USER').split(':');
  return { uid, gid, command: JSON.parse(valueOf(stage, 'CMD')) as string[] };
}

function instructionsOf(stage: string) {
  return readDockerfile().find(({ name }) => name === stage)?.instructions ?? [];
}

/** Of a `COPY` from the build context, of which .dockerignore lists what there is. */
function filesOf(value: string): string[] {
  const names = value.split(' ').slice(0, -1);
  if (names[0] !== '.') return names;
  return textOf('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
}
