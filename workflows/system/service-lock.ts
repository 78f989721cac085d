import {
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  isCancellation,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { ServiceLockActivities } from '../../activities/service-locks.ts';
import type { FailureType } from '../../contract/failures.ts';
import {
  isClaimant,
  isLockState,
  joined,
  LOCK_MESSAGES,
  type Claimant,
  type Holding,
  type LockState,
} from '../../contract/service-lock.ts';

const joinSignal = defineSignal<[Claimant]>(LOCK_MESSAGES.join);
const releaseSignal = defineSignal<[string]>(LOCK_MESSAGES.release);
const stateQuery = defineQuery<LockState>(LOCK_MESSAGES.state);

/** As long as it takes; the delay between attempts comes with each failure (activities/service-locks.ts). */
const { awaitRelease } = proxyActivities<ServiceLockActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 1 },
});

/**
 * Few, because a server may allow few signals for each run. A refused signal is repeated by its sender, so a new run takes it.
 */
const SIGNALS_PER_RUN = 20;
/** So that what is carried over stays small. An order beyond it joins again later. */
const LONGEST_QUEUE = 5_000;
/** How often a lock that no one waits for checks that its holder is still there. */
const CHECK_EVERY = '30 days';

/**
 * The lock of one service. The holder is named by its workflow id; whether it still holds is Temporal's answer to "is a run of this
 * id open", unless it says itself that it releases the service. The lock ends when no order holds the service or waits for it.
 */
export async function serviceLock(start: LockState): Promise<void> {
  if (!isLockState(start)) {
    const type: FailureType = 'InvalidOrder';
    throw ApplicationFailure.nonRetryable('A lock is started by orders only: its input is {service, queue}.', type);
  }
  const { service } = start;
  let { holding, queue } = start;
  let signals = 0;
  const stateOf = (): LockState => ({ service, queue, ...(holding && { holding }) });
  setHandler(joinSignal, (claimant) => {
    signals += 1;
    if (!isClaimant(claimant) || claimant.order === holding?.holder.order) return;
    if (queue.length < LONGEST_QUEUE) queue = joined(queue, claimant);
  });
  setHandler(releaseSignal, (order) => {
    signals += 1;
    if (holding?.holder.order === order) holding = undefined;
    queue = queue.filter((claimant) => claimant.order !== order);
  });
  setHandler(stateQuery, stateOf);

  await CancellationScope.nonCancellable(async () => {
    for (let isNew = false; ; isNew = false) {
      if (!holding) {
        const holder = queue.shift();
        if (!holder) return;
        holding = { holder, heldSince: new Date().toISOString() };
        isNew = true;
      }
      const current = holding;
      showHolder(current);
      const isReleased = () => holding !== current;
      const isFull = () => signals >= SIGNALS_PER_RUN;
      if (!isNew) await condition(() => queue.length > 0 || isReleased() || isFull(), CHECK_EVERY);
      if (!isReleased() && !isFull()) {
        const isGone = await isHolderGone(
          { service, holder: current.holder, once: queue.length === 0 },
          () => isReleased() || isFull(),
        );
        if (isGone && !isReleased()) holding = undefined;
      }
      if (isFull()) {
        const goOn = makeContinueAsNewFunc<typeof serviceLock>({ ...(holding && { memo: { ...holding } }) });
        await goOn(stateOf());
      }
    }
  });
}

/** For those that ask; only where it is news, because it is an event. */
function showHolder(holding: Holding): void {
  const { holder, heldSince }: Partial<Holding> = workflowInfo().memo ?? {};
  if (holder?.order !== holding.holder.order || heldSince !== holding.heldSince) upsertMemo({ ...holding });
}

/**
 * Waits until no run of the holder is open.
 *
 * @param until - Ends the wait.
 */
async function isHolderGone(
  watched: Parameters<ServiceLockActivities['awaitRelease']>[0],
  until: () => boolean,
): Promise<boolean> {
  const scope = new CancellationScope();
  const options = { summary: `Wait until ${watched.holder.order} releases it` };
  const gone = scope
    .run(() => awaitRelease.executeWithOptions(options, [watched]))
    .catch((error: unknown) => {
      if (isCancellation(error)) return false;
      throw error;
    });
  const isTold = condition(until).then(() => 'told' as const);
  const ended = await Promise.race([gone, isTold]);
  if (ended !== 'told') return ended;
  scope.cancel();
  await gone;
  return false;
}
