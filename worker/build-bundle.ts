import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUILD_ID_FILE, buildIdOfCheckout } from './build-id.ts';
import { BUNDLE_OPTIONS, PREBUILT_BUNDLE } from './bundle.ts';

// The last step of `npm run build`; runs from the compiled output, so the bundle is of the code that ships.
const { code } = await bundleWorkflowCode(BUNDLE_OPTIONS);
writeFileSync(PREBUILT_BUNDLE, code);

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
