import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BundleOptions, WorkflowBundleWithSourceMap, WorkflowBundlePath } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** How workflow code is bundled: one way for the production build, development and replay. */
export const BUNDLE_OPTIONS: BundleOptions = {
  // Webpack's report is not needed; its errors are thrown.
  logger: new DefaultLogger('WARN'),
  workflowsPath: fileURLToPath(
    new URL(`../workflows/index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
  ),
};

/** Beside the compiled code, where `npm run build` puts it. */
export const PREBUILT_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The bundle that `npm run build` made; without a build, one that is made now, which takes a few seconds. */
export async function workflowBundle(): Promise<WorkflowBundlePath | WorkflowBundleWithSourceMap> {
  return existsSync(PREBUILT_BUNDLE) ? { codePath: PREBUILT_BUNDLE } : bundleWorkflowCode(BUNDLE_OPTIONS);
}
