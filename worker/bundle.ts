import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BundleOptions, WorkflowBundleWithSourceMap, WorkflowBundlePath } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { FAILURE_CONVERTER } from '../temporal/encryption/data-converter.ts';

/** How workflow code is bundled: one way for the production build, development and replay. */
export const BUNDLE_OPTIONS: BundleOptions = {
  // Webpack's report is not needed; its errors are thrown.
  logger: new DefaultLogger('WARN'),
  workflowsPath: fileURLToPath(
    new URL(`../workflows/index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
  ),
};

/** The same code for workers that encrypt: what failures say leaves the workflow as payloads. */
export const ENCRYPTING_BUNDLE_OPTIONS: BundleOptions = { ...BUNDLE_OPTIONS, failureConverterPath: FAILURE_CONVERTER };

/** Beside the compiled code, where `npm run build` puts them. */
export const PREBUILT_BUNDLE = besideTheCode('workflow-bundle.js');
export const ENCRYPTING_PREBUILT_BUNDLE = besideTheCode('encrypting-workflow-bundle.js');

/** The bundle that `npm run build` made; without a build, one that is made now, which takes a few seconds. */
export async function workflowBundle(encrypts: boolean): Promise<WorkflowBundlePath | WorkflowBundleWithSourceMap> {
  const codePath = encrypts ? ENCRYPTING_PREBUILT_BUNDLE : PREBUILT_BUNDLE;
  return existsSync(codePath)
    ? { codePath }
    : bundleWorkflowCode(encrypts ? ENCRYPTING_BUNDLE_OPTIONS : BUNDLE_OPTIONS);
}

function besideTheCode(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}
