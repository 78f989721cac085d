import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUNDLE_OPTIONS } from '../worker/bundle.ts';

/** The workflow bundle that all test suites share; made anew for each run, the way the worker makes it. */
export const TEST_BUNDLE = fileURLToPath(new URL('../.nbn-orders/test-workflow-bundle.js', import.meta.url));

/** Jest's global set-up. */
export default async function bundleOnce(): Promise<void> {
  const { code } = await bundleWorkflowCode(BUNDLE_OPTIONS);
  mkdirSync(dirname(TEST_BUNDLE), { recursive: true });
  writeFileSync(TEST_BUNDLE, code);
}
