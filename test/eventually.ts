import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `look` gives something: for what is only eventually so on a real server. Throws after 30 seconds. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Not so within 30 seconds: ${look.toString()}`);
    await sleep(50);
  }
}
