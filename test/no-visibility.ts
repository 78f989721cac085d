import type { Executions } from '../temporal/executions.ts';

/** Where Temporal cannot list workflows, as its time-skipping server: each order counts as the first of its reference. */
export const NO_VISIBILITY: Executions = {
  earlierRuns: () => Promise.resolve([]),
  othersWith: () => Promise.resolve([]),
  atOctane: () => Promise.resolve([]),
};
