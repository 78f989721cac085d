import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUILD_ID_FILE, buildIdOfCheckout } from './build-id.ts';
import { BUNDLE_OPTIONS, ENCRYPTING_BUNDLE_OPTIONS, ENCRYPTING_PREBUILT_BUNDLE, PREBUILT_BUNDLE } from './bundle.ts';

// The last step of `npm run build`; runs from the compiled output, so the bundles are of the code that ships.
for (const [file, options] of [
  [PREBUILT_BUNDLE, BUNDLE_OPTIONS],
  [ENCRYPTING_PREBUILT_BUNDLE, ENCRYPTING_BUNDLE_OPTIONS],
] as const) {
  const { code } = await bundleWorkflowCode(options);
  writeFileSync(file, code);
}

// Without git, as in the build of an image, TEMPORAL_WORKER_BUILD_ID has to say it when the worker starts.
const buildId = buildIdWithGit();
if (buildId !== undefined) writeFileSync(BUILD_ID_FILE, `${buildId}\n`);

function buildIdWithGit(): string | undefined {
  try {
    return buildIdOfCheckout();
  } catch {
    return undefined;
  }
}
