import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BinarySource } from './binary-source.ts';

const DOWNLOAD_PROCESS = fileURLToPath(new URL('./sdk-download-process.js', import.meta.url));

/** A network that swallows packets would otherwise keep the SDK waiting for minutes; a slow one keeps the file growing. */
const STALLED_AFTER_MS = 15_000;

/** The Temporal SDK's own download, which needs open internet. */
export const sdkDownload: BinarySource = {
  title: "the Temporal SDK's download",

  async fetch({ binary, directory, environment }) {
    const path = join(directory, `${binary.executable}-v${binary.version}`);
    // The SDK writes to this name first.
    const stalled = abortWhenFileStalls(`${path}.downloading`);
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [DOWNLOAD_PROCESS, binary.executable, binary.version, directory],
        { env: environment, signal: stalled.signal },
      );
      if ((await sizeOf(path)) === undefined) throw new Error(stdout);
      return path;
    } catch (error) {
      if (stalled.signal.aborted) {
        throw new Error(`nothing arrived for ${STALLED_AFTER_MS / 1000} seconds`, { cause: error });
      }
      throw error;
    } finally {
      stalled.stop();
    }
  },
};

/** Aborts once the file has not grown (nor appeared) for {@link STALLED_AFTER_MS}. */
function abortWhenFileStalls(path: string): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  let lastSize: number | undefined;
  let lastGrowth = Date.now();
  const timer = setInterval(() => {
    void sizeOf(path).then((size) => {
      if (size !== lastSize) {
        lastSize = size;
        lastGrowth = Date.now();
      } else if (Date.now() - lastGrowth > STALLED_AFTER_MS) {
        controller.abort();
      }
    });
  }, 1000);
  return {
    signal: controller.signal,
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Size in bytes, undefined when there is no such file. */
async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (entry) => entry.size,
    () => undefined,
  );
}
