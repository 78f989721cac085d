import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertMemo,
} from '@temporalio/workflow';
import type { EventDeliveryActivities } from '../../activities/event-delivery.ts';
import { DELIVERY_MESSAGES, isDelivery, type Delivery } from '../../contract/event-delivery.ts';
import { isOrderEvent, type OrderEvent } from '../../contract/events.ts';
import { tell } from '../../contract/happenings.ts';
import { escapeMarkdown } from '../../contract/markdown.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { assertOwnInput } from './own-input.ts';

const eventsSignal = defineSignal<[OrderEvent[]]>(DELIVERY_MESSAGES.events);
const sendAgainSignal = defineSignal(DELIVERY_MESSAGES.sendAgain);

/** The delay between attempts comes with each failure, and the last failure is final (activities/event-delivery.ts). */
const { deliverEvent } = proxyActivities<EventDeliveryActivities>({
  taskQueue: TASK_QUEUES.events,
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 1 },
  // A delivery that begins anew does not wait for an attempt whose answer does not count any more.
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** Few, because a server may allow few signals for each run. The sender repeats a refused one, which a new run takes. */
const SIGNALS_PER_RUN = 20;
/** The oldest give way: the newest say how the order stands. */
const MOST_PENDING = 500;

/**
 * Delivers the events of one order to one receiver, in order of their sequence, each until the receiver has taken it. When an event is
 * given up after some three days, it waits for a person, or for the order's next event, which begins its tries anew. None is left out.
 *
 * @throws ApplicationFailure `InvalidOrder` when it was not started by an order.
 */
export async function deliverEvents(start: Delivery): Promise<void> {
  assertOwnInput(isDelivery(start), '{receiver, reference, pending, latest}');
  const { receiver, reference } = start;
  let { pending, latest } = start;
  let signals = 0;
  let isAskedAgain = false;
  setHandler(eventsSignal, (events: unknown) => {
    signals += 1;
    for (const event of Array.isArray(events) ? events.filter(isOrderEvent) : []) {
      // What was handed over twice.
      if (event.data.sequence <= latest) continue;
      latest = event.data.sequence;
      pending.push(event);
    }
    pending = pending.slice(-MOST_PENDING);
  });
  setHandler(sendAgainSignal, () => {
    signals += 1;
    isAskedAgain = true;
  });

  const isFull = () => signals >= SIGNALS_PER_RUN;
  for (;;) {
    const [event] = pending;
    if (!event) return;
    isAskedAgain = false;
    const delivered = await deliver({ receiver, reference, event }, () => isAskedAgain || isFull());
    if (delivered === 'taken') pending = pending.filter((other) => other !== event);
    if (delivered === 'given up') {
      const known = latest;
      await condition(() => isAskedAgain || latest > known);
      showGivenUp(undefined);
    }
    if (isFull() && pending.length > 0) {
      await continueAsNew<typeof deliverEvents>({ receiver, reference, pending, latest });
    }
  }
}

/** @param isOver - Ends the wait for the receiver. */
async function deliver(
  delivery: Parameters<typeof deliverEvent>[0],
  isOver: () => boolean,
): Promise<'taken' | 'given up' | 'cut off'> {
  const { receiver, reference, event } = delivery;
  const scope = new CancellationScope();
  const summary = `${event.type} of ${reference} to ${receiver}`;
  const sent = scope.run(() => deliverEvent.executeWithOptions({ summary }, [delivery]));
  try {
    const ended = await Promise.race([sent.then(() => true), condition(isOver).then(() => false)]);
    if (ended) return 'taken';
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    const why = error.cause?.message ?? 'no attempt ended in time.';
    tell(log, 'eventGivenUp', { receiver, reference, event: event.type, why });
    showGivenUp(why);
    return 'given up';
  }
  scope.cancel();
  sent.catch(() => undefined);
  return 'cut off';
}

/** In the memo too, for those who list deliveries. */
function showGivenUp(why: string | undefined): void {
  upsertMemo({ givenUp: why ?? null });
  setCurrentDetails(
    why === undefined
      ? ''
      : `**Given up.** ${escapeMarkdown(why)}\n\nOnce the receiver is there: \`nbn events --send-again\`.`,
  );
}
