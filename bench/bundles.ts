import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type BundleOptions } from '@temporalio/worker';
import { BUNDLE_OPTIONS } from '../worker/bundle.ts';

/** Whose code a worker runs. */
export type Code = 'ours' | 'baselines';

const OPTIONS: Record<Code, BundleOptions> = {
  ours: { ...BUNDLE_OPTIONS, workflowsPath: fileURLToPath(new URL('ours/workflows.ts', import.meta.url)) },
  baselines: {
    ...BUNDLE_OPTIONS,
    workflowsPath: fileURLToPath(new URL('baselines/workflows.ts', import.meta.url)),
  },
};

export type Bundles = Record<Code, string>;

/** Bundles the workflows of both, so that no worker that is measured spends time and memory on that. */
export async function writeBundles(folder: string): Promise<Bundles> {
  const write = async (code: Code) => {
    const bundle = await bundleWorkflowCode(OPTIONS[code]);
    const path = join(folder, `${code}.bundle.js`);
    await writeFile(path, bundle.code);
    return path;
  };
  return { ours: await write('ours'), baselines: await write('baselines') };
}
