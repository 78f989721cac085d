import pMap from 'p-map';
import {
  NoSuchOrder,
  type FalloutCode,
  type NbnOrders,
  type OrderSummary,
  type OrderView,
} from '../../client/index.ts';

/** An order that a person has to decide about. */
export interface Waiting {
  summary: OrderSummary;
  view: OrderView;
}

export interface Queue {
  waiting: Waiting[];
  /** How many of those that were read have which code, the most first. */
  codes: [FalloutCode, number][];
  /** How many orders are in fallout, those that were not read included. */
  all: number;
}

/** The most orders that are read for one page: each is a question to a worker. */
export const MOST_READ = 100;
/** The most that are put in order before that. */
const MOST_LISTED = 5_000;
const AT_ONCE = 20;

/**
 * The orders that need a person: the most overdue first, then the oldest.
 *
 * @param code - Default: all codes.
 */
export async function queueOf(orders: NbnOrders, code?: FalloutCode): Promise<Queue> {
  const listed: OrderSummary[] = [];
  for await (const summary of orders.list({ state: 'fallout' })) {
    listed.push(summary);
    if (listed.length === MOST_LISTED) break;
  }
  const first = listed.sort(byUrgency).slice(0, MOST_READ);
  const read = await pMap(first, async (summary) => ({ summary, view: await viewOf(orders, summary) }), {
    concurrency: AT_ONCE,
  });
  const waiting = read.filter((row): row is Waiting => row.view?.progress.fallout !== undefined);
  return {
    waiting: waiting.filter(({ view }) => code === undefined || view.progress.fallout?.code === code),
    codes: countsOf(waiting),
    all: listed.length < MOST_LISTED ? listed.length : await orders.count({ state: 'fallout' }),
  };
}

/** undefined for one that was deleted since it was listed. */
async function viewOf(orders: NbnOrders, { reference }: OrderSummary): Promise<OrderView | undefined> {
  try {
    return await orders.order(reference).view();
  } catch (error) {
    if (error instanceof NoSuchOrder) return undefined;
    throw error;
  }
}

function byUrgency(one: OrderSummary, other: OrderSummary): number {
  return overdueSince(one) - overdueSince(other) || one.startedAt.getTime() - other.startedAt.getTime();
}

function overdueSince({ inJeopardy, dueDate }: OrderSummary): number {
  return inJeopardy && dueDate ? dueDate.getTime() : Number.MAX_SAFE_INTEGER;
}

function countsOf(waiting: readonly Waiting[]): [FalloutCode, number][] {
  const counts = new Map<FalloutCode, number>();
  for (const { view } of waiting) {
    const code = view.progress.fallout?.code;
    if (code) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
}
