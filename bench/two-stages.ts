import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundles } from './bundles.ts';
import { Stage, type Opened, type StageOptions } from './stage.ts';

/** Ours with something, and ours without it: each on a server of its own, because it would change what the other one stores. */
export async function onTwoStages<T>(
  bundles: Bundles,
  customers: number,
  options: StageOptions,
  run: (stages: { withIt: Stage; without: Stage }) => Promise<T>,
): Promise<T> {
  const withIt = await Stage.start(bundles, customers, options);
  const without = await Stage.start(bundles, customers);
  try {
    return await run({ withIt, without });
  } finally {
    await withIt.stop();
    await without.stop();
  }
}

/** What is wrong with the orders that were opened on each. */
export async function wrongOn(opened: readonly (readonly [Stage, Opened])[]): Promise<string[]> {
  const stages = [...new Set(opened.map(([stage]) => stage))];
  const wrong = await Promise.all(
    stages.map((stage) => stage.wrong(opened.filter(([its]) => its === stage).map(([, orders]) => orders))),
  );
  return wrong.flat();
}

/** Calls with the name of a file that has a new key. */
export async function withEncryptionKeys<T>(run: (encryptionKeys: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'nbn-orders-bench-keys-'));
  const encryptionKeys = join(folder, 'keys');
  writeFileSync(encryptionKeys, `2026-11:${randomBytes(32).toString('base64')}\n`);
  try {
    return await run(encryptionKeys);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
