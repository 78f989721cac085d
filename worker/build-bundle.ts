import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUNDLE_OPTIONS, PREBUILT_BUNDLE } from './bundle.ts';

// The last step of `npm run build`; runs from the compiled output, so the bundle is of the code that ships.
const { code } = await bundleWorkflowCode(BUNDLE_OPTIONS);
writeFileSync(PREBUILT_BUNDLE, code);
