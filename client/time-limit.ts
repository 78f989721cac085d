import { setMaxListeners } from 'node:events';
import type { Client } from '@temporalio/client';
import { isReachable } from '../temporal/reachable.ts';
import { NoAnswer, NotConnected } from './errors.ts';
import { GRPC, grpcStatusOf } from './grpc-status.ts';

/** Milliseconds without an answer, after which it is asked whether Temporal is there at all. */
const LOOK_AFTER = 2_000;

const NOT_CONNECTED = [GRPC.unavailable, GRPC.unauthenticated, GRPC.permissionDenied, GRPC.resourceExhausted];
const TOO_LATE = [GRPC.deadlineExceeded, GRPC.cancelled];

/**
 * Asks Temporal, for no longer than so many milliseconds. The SDK itself tries a server that is away again and again.
 *
 * @throws NotConnected within 3 seconds when Temporal is away.
 * @throws NoAnswer when it is there, and there was no answer.
 */
export async function withinLimit<T>(client: Client, limit: number, ask: () => Promise<T>): Promise<T> {
  const asking = new AbortController();
  // Each call that is under way listens to it.
  setMaxListeners(0, asking.signal);
  let timer: NodeJS.Timeout | undefined;
  const away = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      void isReachable(client).then((reachable) => {
        if (reachable) return;
        reject(new NotConnected('Temporal cannot be reached.'));
        asking.abort();
      });
    }, LOOK_AFTER);
  });
  try {
    const answer = client.withDeadline(Date.now() + limit, () => client.withAbortSignal(asking.signal, ask));
    return await Promise.race([answer, away]);
  } catch (error) {
    const status = grpcStatusOf(error);
    if (NOT_CONNECTED.some((code) => code === status)) {
      throw new NotConnected('Temporal cannot be reached, or takes no call now.', { cause: error });
    }
    if (TOO_LATE.some((code) => code === status)) throw new NoAnswer(limit, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
