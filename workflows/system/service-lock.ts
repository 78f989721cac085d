import {
  CancellationScope,
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  patched,
  setHandler,
} from '@temporalio/workflow';

/** An order's place in the queue. The token tells two runs of one order apart. */
export interface Place {
  order: string;
  token: string;
  /** ISO 8601: when the order came, which is not when a worker got round to it. */
  since: string;
  /** The run id of the order. */
  run?: string;
}

/** Sent by the lock to an order that queues for its service. */
export const serviceTurnSignal = defineSignal<[Turn]>('serviceTurn');
export type Turn = { token: string } & ({ granted: true } | { granted: false; heldBy: string });

/** Sent by the order that has the service, before it goes on in a new run, with the place of that run, and its own run id. */
export const handOverSignal = defineSignal<[Place, string?]>('handOver');

const joinSignal = defineSignal<[Place]>('join');
const leaveSignal = defineSignal<[Place]>('leave');
/** Needs no answer: that it arrives is one. */
const areYouThereSignal = defineSignal('areYouThere');

/** Milliseconds: a new run comes at once, unless there is no worker or somebody terminated it. */
const TIME_TO_COME = 5_000;
const TIME_TO_COME_BEFORE_IT_WAS_ASKED_FOR = 600_000;

/**
 * The lock of one service: holds it for the order that started it, then for those that queue, first come, first served. Its
 * first holder's end arrives as a cancellation, a later one's as the signal of its ticket. Ends when nobody wants the service.
 */
export async function holdService({ holder }: { holder: Place }): Promise<void> {
  let current: Place | undefined = holder;
  let queue: Place[] = [];
  /** Those that have not been told yet who has the service. */
  let unheard: Place[] = [];

  /** The place of a run that was announced, and has not come yet. */
  let announced: string | undefined;
  /** Runs that handed the service over: their tickets may still come, and mean nothing. */
  const over = new Set<string>();

  setHandler(joinSignal, (place) => {
    if (place.run !== undefined && over.has(place.run)) return;
    if (place.token === announced) announced = undefined;
    if ([current, ...queue].some((known) => known?.token === place.token)) return;
    // An order that was reset, or started again at once, goes on where its earlier run stood: nobody else gives that place back.
    const before = queue.findIndex(({ order }) => order === place.order);
    if (current?.order === place.order) {
      current = place;
      announced = undefined;
    } else if (before >= 0) queue[before] = place;
    else queue = [...queue, place].toSorted((one, other) => one.since.localeCompare(other.since));
    unheard.push(place);
  });
  const leave = ({ token }: Place) => {
    if (current?.token === token) current = undefined;
    queue = queue.filter((place) => place.token !== token);
  };
  setHandler(leaveSignal, leave);
  /** A run that never comes, because somebody terminated it at once, must not keep the service. */
  const awaitRun = async (place: Place) => {
    const came = (timeout: number) => condition(() => announced !== place.token, timeout);
    if (!patched('ask-for-the-run')) {
      if (!(await came(TIME_TO_COME_BEFORE_IT_WAS_ASKED_FOR))) leave(place);
      return;
    }
    for (let wait = TIME_TO_COME; !(await came(wait)); wait *= 2) {
      if (await tell(place, { granted: true, token: place.token })) continue;
      announced = undefined;
      leave(place);
    }
  };
  setHandler(handOverSignal, (place, ownRun) =>
    // The end of the run that hands over arrives as a cancellation of this workflow.
    CancellationScope.nonCancellable(async () => {
      if (ownRun !== undefined) over.add(ownRun);
      if (current?.order !== place.order) return;
      current = place;
      announced = place.token;
      await awaitRun(place);
    }),
  );
  setHandler(areYouThereSignal, () => undefined);
  CancellationScope.current().cancelRequested.catch(() => {
    leave(holder);
  });

  await CancellationScope.nonCancellable(async () => {
    for (;;) {
      await condition(() => current === undefined || unheard.length > 0);
      if (current === undefined) {
        current = queue.shift();
        if (current === undefined) return;
        unheard = [current, ...queue];
      }
      const has: Place = current;
      for (const place of unheard.splice(0)) {
        if (place === has) {
          // Whoever cannot be told is gone.
          if (!(await tell(place, { granted: true, token: place.token }))) leave(place);
        } else if (queue.includes(place)) {
          await tell(place, { granted: false, heldBy: has.order, token: place.token });
        }
      }
    }
  });
}

/**
 * A place in the queue. It lives as long as its order, and leaves the queue, or gives the service back, when the order closes.
 * Ends by itself when the lock is gone, so that the order takes the service itself.
 */
export async function queueForService({ lockId, place }: { lockId: string; place: Place }): Promise<void> {
  const lock = getExternalWorkflowHandle(lockId);
  let closed = false;
  CancellationScope.current().cancelRequested.catch(() => {
    closed = true;
  });
  await CancellationScope.nonCancellable(async () => {
    if (!(await told(lock.signal(joinSignal, place)))) return;
    while (!(await condition(() => closed, '1 day'))) {
      // Somebody may have terminated the lock.
      if (!(await told(lock.signal(areYouThereSignal)))) return;
    }
    await told(lock.signal(leaveSignal, place));
  });
}

function tell({ order }: Place, turn: Turn): Promise<boolean> {
  return told(getExternalWorkflowHandle(order).signal(serviceTurnSignal, turn));
}

/** Whether a signal arrived; it does not at a workflow that has closed. */
async function told(signal: Promise<void>): Promise<boolean> {
  try {
    await signal;
    return true;
  } catch {
    return false;
  }
}
