import { CHANGED } from './scenarios/changed.ts';
import { COMPLETED } from './scenarios/completed.ts';
import { DECIDED } from './scenarios/decided.ts';
import { ENDED } from './scenarios/ended.ts';
import { OPEN } from './scenarios/open.ts';
import { QUEUED } from './scenarios/queued.ts';
import { RUNS } from './scenarios/runs.ts';
import { TOLD } from './scenarios/told.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** What is recorded, by the file's name. */
export const SCENARIOS: Record<string, Scenario> = {
  ...COMPLETED,
  ...ENDED,
  ...DECIDED,
  ...CHANGED,
  ...OPEN,
  ...QUEUED,
  ...RUNS,
  ...TOLD,
};
