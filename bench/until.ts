import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/**
 * Waits until something is so.
 *
 * @throws Error when it is not within so many seconds.
 */
export async function until(what: string, within: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + within * 1000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Not within ${within} s: ${what}.`);
    await sleep(LOOK_EVERY_MS);
  }
}
