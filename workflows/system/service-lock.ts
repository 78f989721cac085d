import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { ServiceLockActivities } from '../../activities/service-locks.ts';
import {
  isClaimant,
  isLockState,
  joined,
  LOCK_MESSAGES,
  lockIdOf,
  type Claimant,
  type Holding,
  type LockState,
} from '../../contract/service-lock.ts';
import { assertOwnInput } from './own-input.ts';

const joinSignal = defineSignal<[Claimant]>(LOCK_MESSAGES.join);
const releaseSignal = defineSignal<[string]>(LOCK_MESSAGES.release);
const stateQuery = defineQuery<LockState>(LOCK_MESSAGES.state);

/** As long as it takes; the delay between attempts comes with each failure (activities/service-locks.ts). */
const { awaitRelease } = proxyActivities<ServiceLockActivities>({
  startToCloseTimeout: '20 seconds',
  // The lock does not wait for an attempt whose answer does not count any more.
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '5 seconds', backoffCoefficient: 1 },
});

/** Few, because a server may allow few signals for each run. A refused signal is repeated by its sender, so a new run takes it. */
const SIGNALS_PER_RUN = 20;
/** Also without signals: orders that were terminated while they waited are passed over one by one. */
const EVENTS_PER_RUN = 400;
/** So that what is carried over stays small. An order beyond it joins again later. */
const LONGEST_QUEUE = 5_000;
/** How often a lock that no one waits for checks that its holder is still there. */
const CHECK_EVERY = '30 days';

/**
 * The lock of one service. The holder is named by its workflow id; whether it still holds is Temporal's answer to "is a run of this
 * id open", unless it says itself that it releases the service. The lock ends when no order holds the service or waits for it.
 *
 * @throws ApplicationFailure `InvalidOrder` when it was not started by an order.
 */
export async function serviceLock(start: LockState): Promise<void> {
  const isOurs = isLockState(start) && workflowInfo().workflowId === lockIdOf(start.service);
  assertOwnInput(isOurs, '{service, queue}, and its id names the service');
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

  const isFull = () => signals >= SIGNALS_PER_RUN || workflowInfo().historyLength >= EVENTS_PER_RUN;
  await CancellationScope.nonCancellable(async () => {
    for (;;) {
      holding ??= nextOf(queue);
      if (!holding) return;
      const { holder } = holding;
      showHolder(holding);
      const isOver = () => holding?.holder !== holder || isFull();
      // At first also when no order waits: the holder may not know yet that it is its turn.
      if (!isOver() && (await isGone({ service, holder, once: queue.length === 0 }, isOver))) holding = undefined;
      const isIdle = () => queue.length === 0 && !isOver();
      if (isIdle()) await condition(() => !isIdle(), CHECK_EVERY, { summary: 'Until the holder is checked again' });
      if (isFull()) {
        const goOn = makeContinueAsNewFunc<typeof serviceLock>({ ...(holding && { memo: { ...holding } }) });
        await goOn(stateOf());
      }
    }
  });
}

function nextOf(queue: Claimant[]): Holding | undefined {
  const holder = queue.shift();
  return holder && { holder, heldSince: new Date().toISOString() };
}

/** For those that ask; only where it is news, because it is an event. */
function showHolder(holding: Holding): void {
  const { holder, heldSince }: Partial<Holding> = workflowInfo().memo ?? {};
  if (holder?.order !== holding.holder.order || heldSince !== holding.heldSince) upsertMemo({ ...holding });
}

/**
 * Waits until no run of the holder is open.
 *
 * @param isOver - Ends the wait.
 */
async function isGone(watched: Parameters<typeof awaitRelease>[0], isOver: () => boolean): Promise<boolean> {
  const scope = new CancellationScope();
  const options = { summary: `Wait until ${watched.holder.order} releases it` };
  const gone = scope.run(() => awaitRelease.executeWithOptions(options, [watched]));
  const ended = await Promise.race([gone, condition(isOver).then(() => 'over' as const)]);
  if (ended !== 'over') return ended && !isOver();
  scope.cancel();
  gone.catch(() => undefined);
  return false;
}
