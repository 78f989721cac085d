import { installQuietLogger } from '../../replay/quiet-logger.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { explain, replayRecorded } from './replay-recorded.ts';

// `npm run replay`: every history in test/histories against the workflow code of today. Exit code 1 when one breaks.
installQuietLogger();
const verdicts = await replayRecorded(await workflowBundle(false));
for (const { name, broken } of verdicts) console.log(`${broken ? 'BROKEN' : 'ok    '}  ${name}`);
const explanation = explain(verdicts);
if (explanation !== undefined) {
  console.error(`\n${explanation}`);
  process.exitCode = 1;
}
