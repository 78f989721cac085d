import { mutated } from './mutations.ts';

const PATCH = 'disconnect-customer';

const WORKFLOW = '__webpack_require__("./node_modules/@temporalio/workflow/lib/index.js")';
const NEW_STEP = 'await order.disconnectCustomer();';

/** What the stages of the life of a patch have in place of the new step: docs/changing-a-workflow.md has them in TypeScript. */
const STEPS = {
  before: '',
  patched: `if (${WORKFLOW}.patched("${PATCH}")) { ${NEW_STEP} }`,
  deprecated: `${WORKFLOW}.deprecatePatch("${PATCH}"); ${NEW_STEP}`,
  removed: NEW_STEP,
};

export type Stage = keyof typeof STEPS;
export const STAGES = Object.keys(STEPS) as Stage[];

/** The bundle with a step more for plan changes, right after the verification of the service, at a stage of its patch. */
export function atStage(stage: Stage, bundle: string): string {
  return mutated(bundle, {
    replace: /(?<=await order\.verifyService\(goal\);)(?=\s*return order\.complete\(`The service is on plan)/,
    by: STEPS[stage],
  });
}
