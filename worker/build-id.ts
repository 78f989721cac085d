import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the compiled code, where `npm run build` puts it. */
export const BUILD_ID_FILE = fileURLToPath(new URL('../build-id', import.meta.url));

/** What the code at hand calls itself: what `npm run build` wrote, or in a checkout the version and the commit. */
export function ownBuildId(): string {
  return existsSync(BUILD_ID_FILE) ? readFileSync(BUILD_ID_FILE, 'utf8').trim() : buildIdOfCheckout();
}

/**
 * Such as `0.2.0-8f11c99`, with `-dirty` when files differ from the commit.
 *
 * @throws Error where there is no git, as in an image: TEMPORAL_WORKER_BUILD_ID has to say it.
 */
export function buildIdOfCheckout(): string {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
    const { version } = JSON.parse(readFileSync(`${git('rev-parse', '--show-toplevel')}/package.json`, 'utf8')) as {
      version: string;
    };
    return `${version}-${git('describe', '--always', '--dirty', '--exclude=*')}`;
  } catch (cause) {
    throw new Error('The build id is not known without git: set TEMPORAL_WORKER_BUILD_ID, such as 0.2.0-8f11c99.', {
      cause,
    });
  }
}
