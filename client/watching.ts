import { setTimeout as sleep } from 'node:timers/promises';
import type { TimelineEntry } from '../contract/outputs.ts';
import { isTerminal, type OrderState } from '../contract/states.ts';
import type { OrderHandle } from './order-handle.ts';
import type { OrderView } from './order-view.ts';
import type { UpdateOptions } from './order-handle.ts';
import type { ResolveRequest } from '../contract/updates.ts';

/** What is new in an order's timeline since the last look. */
export function newEntries(before: readonly TimelineEntry[], now: readonly TimelineEntry[]): TimelineEntry[] {
  const last = before.at(-1);
  if (!last) return [...now];
  const seen = now.findLastIndex(({ at, text }) => at === last.at && text === last.text);
  return now.slice(seen + 1);
}

/** Where an order is on its way, for seconds. */
const PASSING: readonly OrderState[] = ['placing', 'settling'];

const LOOK_EVERY = 500;

/**
 * How an order stands once it has taken its next step: it has ended, waits for somebody, or is with Octane.
 *
 * @param answered - Since when the fallout is that somebody has just answered, which does not count.
 * @param limit - Milliseconds, after which it is told as it is then.
 */
export async function nextStanding(
  order: OrderHandle,
  { answered, limit }: { answered?: string | undefined; limit: number },
): Promise<OrderView> {
  const deadline = Date.now() + limit;
  for (;;) {
    const view = await order.view();
    const { state, fallout } = view.progress;
    const isPassing = PASSING.includes(state) || (fallout !== undefined && fallout.since === answered);
    if (view.status !== 'RUNNING' || isTerminal(state) || !isPassing || Date.now() >= deadline) return view;
    await sleep(LOOK_EVERY);
  }
}

/**
 * Answers an order, and tells how it stands after its next step.
 *
 * @param view - As it was before.
 * @param limit - As that of {@link nextStanding}.
 * @throws UpdateRefused
 */
export async function standingAfterAnswer(
  order: OrderHandle,
  { progress }: OrderView,
  answer: ResolveRequest,
  { limit, ...options }: UpdateOptions & { limit: number },
): Promise<OrderView> {
  await order.resolve(answer, options);
  return nextStanding(order, { answered: progress.fallout?.since, limit });
}
