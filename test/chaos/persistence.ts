import { setTimeout as sleep } from 'node:timers/promises';
import { NoSuchOrder, OrderError, ReferenceInUse, UpdateRefused } from '../../client/index.ts';

const PATIENCE = 5 * 60_000;
const PAUSE = 500;

/** Asks again while the server is down, as a caller would. An answer that says no is an answer. */
export async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const answers = [OrderError, ReferenceInUse, UpdateRefused, NoSuchOrder];
      if (answers.some((kind) => error instanceof kind) || Date.now() > deadline) throw error;
      await sleep(PAUSE);
    }
  }
}
