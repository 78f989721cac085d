import {
  CancellationScope,
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
} from '@temporalio/workflow';
import type { Turn } from './order/service-hold.ts';

const joinSignal = defineSignal<[{ order: string }]>('join');
const leaveSignal = defineSignal<[{ order: string }]>('leave');

/**
 * The lock of one service: holds it for the order that started it, then for those that queue, first come, first served. Its
 * first holder's end arrives as a cancellation, a later one's as the signal of its ticket. Ends when nobody wants the service.
 */
export async function holdService({ holder }: { holder: string }): Promise<void> {
  let current: string | undefined = holder;
  const queue: string[] = [];
  const unheard: string[] = [];

  setHandler(joinSignal, ({ order }) => {
    // A reset order finds the lock that its earlier run took.
    if (order === current) queue.unshift(order);
    else queue.push(order);
    if (order === current) current = undefined;
    else unheard.push(order);
  });
  setHandler(leaveSignal, ({ order }) => {
    if (order === current) current = undefined;
    const place = queue.indexOf(order);
    if (place >= 0) queue.splice(place, 1);
  });
  CancellationScope.current().cancelRequested.catch(() => {
    if (current === holder) current = undefined;
  });

  await CancellationScope.nonCancellable(async () => {
    for (;;) {
      await condition(() => current === undefined || unheard.length > 0);
      if (current === undefined) {
        current = queue.shift();
        if (current === undefined) return;
        // Whoever cannot be told is gone.
        if (!(await tell(current, { granted: true }))) current = undefined;
        else unheard.push(...queue);
        continue;
      }
      const heldBy: string = current;
      for (const order of unheard.splice(0)) {
        if (queue.includes(order)) await tell(order, { granted: false, heldBy });
      }
    }
  });
}

/** A place in the queue. It lives as long as its order, and leaves the queue, or gives the service back, when the order closes. */
export async function queueForService({ lockId, order }: { lockId: string; order: string }): Promise<void> {
  const lock = getExternalWorkflowHandle(lockId);
  try {
    await lock.signal(joinSignal, { order });
  } catch {
    return; // The lock is gone: the order takes it itself.
  }
  const closed = CancellationScope.current().cancelRequested.catch(() => undefined);
  await CancellationScope.nonCancellable(async () => {
    await closed;
    await lock.signal(leaveSignal, { order }).catch(() => undefined);
  });
}

async function tell(order: string, turn: Turn): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(order).signal('serviceTurn', turn);
    return true;
  } catch {
    return false;
  }
}
