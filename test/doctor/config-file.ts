import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs with the path of a file that has this configuration. */
export async function withConfigFile<T>(config: object, run: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-doctor-'));
  try {
    const file = join(folder, 'config.json');
    await writeFile(file, JSON.stringify(config));
    return await run(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
