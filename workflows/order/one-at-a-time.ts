import { condition } from '@temporalio/workflow';

/** Of this workflow alone: each has its own copy of its modules. */
let isBusy = false;

/**
 * Runs a handler, or a local activity of the flow, while none of the others runs.
 *
 * What a handler waits for and a local activity that outlasts its workflow task may end in one workflow task. The run sees them end one after
 * the other, and its replay both at once, so they would write their commands in another order.
 */
export async function oneAtATime<T>(run: () => Promise<T>): Promise<T> {
  while (isBusy) await condition(() => !isBusy);
  isBusy = true;
  try {
    return await run();
  } finally {
    isBusy = false;
  }
}
