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
  await noneRuns();
  isBusy = true;
  try {
    return await run();
  } finally {
    isBusy = false;
  }
}

/**
 * The same, once everything else that can go on now has done so.
 *
 * An update may come while a local activity outlasts its workflow task. A replay joins that task with the one before, and so delivers the
 * update before what began the local activity.
 */
export async function oneAtATimeAfterAll<T>(run: () => Promise<T>): Promise<T> {
  let isSettled = false;
  // A condition is asked again only when nothing else goes on.
  void Promise.resolve().then(() => (isSettled = true));
  await condition(() => isSettled);
  return oneAtATime(run);
}

/** Waits until none of them runs. */
export async function noneRuns(): Promise<void> {
  while (isBusy) await condition(() => !isBusy);
}
