import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type BundleOptions } from '@temporalio/worker';
import { BUNDLE_OPTIONS, ENCRYPTING_BUNDLE_OPTIONS } from '../worker/bundle.ts';

/** The workflow bundle that all test suites share; made anew for each run, the way the worker makes it. */
export const TEST_BUNDLE = fileURLToPath(new URL('../.nbn-orders/test-workflow-bundle.js', import.meta.url));

const ENCRYPTING_TEST_BUNDLE = TEST_BUNDLE.replace(/\.js$/, '.encrypting.js');
let encrypting: Promise<string> | undefined;

/** The path of the bundle. The one for workers that encrypt is made when the first test needs it. */
export async function testBundle(encrypts: boolean): Promise<string> {
  if (!encrypts) return TEST_BUNDLE;
  return (encrypting ??= bundleTo(ENCRYPTING_TEST_BUNDLE, ENCRYPTING_BUNDLE_OPTIONS));
}

/** Jest's global set-up. */
export default async function bundleOnce(): Promise<void> {
  await bundleTo(TEST_BUNDLE, BUNDLE_OPTIONS);
}

async function bundleTo(file: string, options: BundleOptions): Promise<string> {
  const { code } = await bundleWorkflowCode(options);
  mkdirSync(dirname(file), { recursive: true });
  // Another test suite may be reading it.
  const written = `${file}.${process.pid}`;
  writeFileSync(written, code);
  renameSync(written, file);
  return file;
}
