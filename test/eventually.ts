import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` gives something: for what is only eventually so on a real server.
 *
 * @param seconds - After which it throws.
 * @param every - Milliseconds between two looks; more where many tests look at once.
 */
export async function eventually<T>(look: () => Promise<T | undefined>, seconds = 30, every = 50): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Not so within ${seconds} seconds: ${look.toString()}`);
    await sleep(every);
  }
}
