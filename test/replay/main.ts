import { workflowBundle } from '../../worker/bundle.ts';
import { explain } from '../../replay/explanation.ts';
import { silenceReplay } from '../../replay/silence.ts';
import { replayRecorded } from './gate.ts';

// `npm run replay`: every history in test/histories against the workflow code of today. Exit code 1 when one breaks.
silenceReplay();
const verdicts = await replayRecorded(await workflowBundle());
const broken = verdicts.filter((verdict) => verdict.broken);
for (const { name, broken: isBroken } of verdicts) console.log(`${isBroken ? 'BROKEN' : 'ok    '}  ${name}`);
if (broken.length > 0) {
  console.error(`\n${explain(broken)}`);
  process.exitCode = 1;
}
