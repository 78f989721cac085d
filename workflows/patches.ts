import { patched } from '@temporalio/workflow';

/**
 * Every change of a workflow that could meet an open order, by its id: what it changes, and when it may go (docs/changing-a-workflow.md).
 * An id is never used again. None yet: with 0.2.0 all histories were recorded anew.
 */
export const PATCHES = {} as const satisfies Record<string, { changes: string; mayGo: string }>;

/** Whether this order runs with the change. */
export function isPatched(id: keyof typeof PATCHES): boolean {
  return patched(id);
}
