import { Context } from '@temporalio/activity';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import ms from 'ms';
import { pollNow } from '../temporal/poll-now.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { PAGE_SIZE } from '../octane/orders.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import { orderStateOf, type StatusRow } from '../octane/statuses.ts';
import { notYet, retryableOctaneFailure } from './failures.ts';
import { FOLLOWED } from '../temporal/open-orders.ts';

export interface WatchingActivities {
  /**
   * Reads one page of the orders that Octane changed in a group, and lets our orders that do not know it yet look at once. Then it
   * fails as "watching", which makes Temporal's retry the next tick: no history event, however long it watches. It is only a
   * hint: each order looks by itself too, if later.
   *
   * @returns why it watches no longer.
   */
  watchOrders: (group: { groupNo: string }) => Promise<string>;
}

export interface WatchingSettings {
  /** Milliseconds between two ticks; no group is watched without it. */
  watchInterval?: number | undefined;
  /** Milliseconds until an order that was changed is surely in Octane's list. */
  orderListDelay: number;
  statusRows: readonly StatusRow[];
  /** Called when all that has changed up to now is known. */
  onWatched: (groupNo: string) => void;
  /** Called when Octane has no list of orders at its path. */
  onNothingToWatch: (groupNo: string, why: string) => void;
}

/** What a tick leaves for the next one. */
interface Watched {
  /** ISO 8601: up to when Octane's changes are known, by Octane's clock. */
  until: string;
  /** The page that is next, and with which order the last one began. */
  page: number;
  pageBegan?: string;
  /** The latest change on the pages of this tick. */
  latest?: string;
  /** What Octane said of an order of ours when it was told to look, or knew it; the newest last. It is not told the same twice. */
  told: [orderId: string, news: string][];
  /** Orders that were being looked at when they were to be told: they are told next time, whether the list has them then or not. */
  again?: string[];
}

/** So many order ids fit into one query. */
const ORDERS_IN_A_QUERY = 50;

const TOLD_AT_MOST = 1000;

/** Between the pages of one tick: the task queue's rate limit counts attempts, so each attempt is one call. */
const NEXT_PAGE = 1;

export function watchingActivities(octane: Octane, settings: WatchingSettings): WatchingActivities {
  return {
    watchOrders: async ({ groupNo }) => {
      const context = Context.current();
      const { watchInterval: interval, orderListDelay, statusRows } = settings;
      if (interval === undefined) return 'The worker is configured not to watch.';
      const startsAt = context.info.currentAttemptScheduledTimestampMs - interval;
      const watched = (context.info.heartbeatDetails as Watched | undefined) ?? beginningAt(startsAt);
      // A change may appear in the list after a later one.
      const modifiedSince = new Date(Date.parse(watched.until) - orderListDelay).toISOString();
      const query = { groupNo, modifiedSince, page: watched.page };
      let listed: OrderDetail[];
      try {
        listed = await octane.orders.changed(query, context.cancellationSignal);
      } catch (error) {
        if (!(error instanceof OctaneError)) throw error;
        if (!error.isNotFound) throw retryableOctaneFailure(error, interval);
        settings.onNothingToWatch(groupNo, error.message);
        return `Octane has no list of orders at its path, so group ${groupNo} is not watched. ${error.message}`;
      }
      const changed = listed.filter(({ dateModified }) => !(timeOf(dateModified) < Date.parse(modifiedSince)));
      const told = new Map(watched.told);
      const again = await tellThoseThatDoNotKnow(changed, watched.again ?? [], told, statusRows);
      const next = nextOf(watched, listed, changed);
      if (next.page === 1) settings.onWatched(groupNo);
      context.heartbeat({ ...next, again, told: [...told].slice(-TOLD_AT_MOST) } satisfies Watched);
      throw notYet('Watching', `Group ${groupNo} is being watched.`, next.page === 1 ? interval : NEXT_PAGE);
    },
  };
}

function beginningAt(instant: number): Watched {
  return { until: new Date(instant).toISOString(), page: 1, told: [] };
}

/** NaN where Octane says nothing that can be read. */
function timeOf(dateModified: string | undefined): number {
  return Date.parse(dateModified ?? '');
}

/** The next page, or the first one of the next tick. A date of Octane's that is far ahead tells nothing, and would hide what comes before it. */
function nextOf(watched: Watched, listed: OrderDetail[], changed: OrderDetail[]): Omit<Watched, 'told' | 'again'> {
  const inADay = Context.current().info.currentAttemptScheduledTimestampMs + ms('1 day');
  const times = changed.map(({ dateModified }) => timeOf(dateModified)).filter((time) => time < inADay);
  const latest = new Date(Math.max(Date.parse(watched.latest ?? watched.until), ...times)).toISOString();
  const pageBegan = listed[0]?.orderId;
  // A list that knows of no pages answers with all of it, or with the same page again.
  const isFull = listed.length === PAGE_SIZE && pageBegan !== undefined && pageBegan !== watched.pageBegan;
  return isFull ? { until: watched.until, page: watched.page + 1, pageBegan, latest } : { until: latest, page: 1 };
}

/**
 * Adds to `told` those that are told, or know it.
 *
 * @returns those that are to be told again.
 */
async function tellThoseThatDoNotKnow(
  changed: OrderDetail[],
  onceMore: string[],
  told: Map<string, string>,
  statusRows: readonly StatusRow[],
): Promise<string[]> {
  const news = new Map<string, OrderDetail>();
  for (const order of changed) {
    const { orderId } = order;
    if (orderId !== undefined && told.get(orderId) !== newsOf(order)) news.set(orderId, order);
  }
  const orderIds = [...new Set([...news.keys(), ...onceMore])];
  const again: string[] = [];
  for (let start = 0; start < orderIds.length; start += ORDERS_IN_A_QUERY) {
    for (const { orderId, workflow } of await followed(orderIds.slice(start, start + ORDERS_IN_A_QUERY))) {
      const order = news.get(orderId);
      const before = told.get(orderId);
      if (order && before?.startsWith(wordsOf(order)) !== false && knows(workflow, order, statusRows)) {
        // What Temporal lists may be from before what it was told last.
        if (before !== undefined) continue;
      } else if ((await pollNow(Context.current().client.workflow, workflow.workflowId)) === 'under way') {
        // What that look has read may be older than the news.
        again.push(orderId);
        continue;
      }
      if (!order) continue;
      // To the end, where the newest are.
      told.delete(orderId);
      told.set(orderId, newsOf(order));
    }
  }
  return again;
}

function newsOf(order: OrderDetail): string {
  return `${wordsOf(order)}${order.dateModified ?? ''}`;
}

/** Temporal's list has the first of them only. */
function wordsOf({ orderStatus, orderSubStatus, orderExternalStatus }: OrderDetail): string {
  return [orderStatus, orderSubStatus, orderExternalStatus, ''].join(' / ');
}

/** Our orders that wait for these of Octane's. Eventually consistent: one that began this second may be missing. */
async function followed(orderIds: string[]): Promise<{ orderId: string; workflow: WorkflowExecutionInfo }[]> {
  const { orderId: orderIdKey, waitingFor } = SEARCH_ATTRIBUTES;
  const ids = orderIds.map((orderId) => `'${orderId.replaceAll("'", '')}'`).join(', ');
  // By the rarest thing alone: a SQL store may use but one index, and all that is running would be a bad choice.
  const query = `${orderIdKey.name} IN (${ids})`;
  const found: { orderId: string; workflow: WorkflowExecutionInfo }[] = [];
  for await (const workflow of Context.current().client.workflow.list({ query })) {
    const { status, typedSearchAttributes } = workflow;
    const orderId = typedSearchAttributes.get(orderIdKey);
    const waits = status.name === 'RUNNING' && FOLLOWED.includes(typedSearchAttributes.get(waitingFor) ?? '');
    if (waits && orderId !== undefined) found.push({ orderId, workflow });
  }
  return found;
}

function knows(
  { typedSearchAttributes }: WorkflowExecutionInfo,
  order: OrderDetail,
  statusRows: readonly StatusRow[],
): boolean {
  const { state, orderStatus } = SEARCH_ATTRIBUTES;
  return (
    typedSearchAttributes.get(orderStatus) === order.orderStatus &&
    typedSearchAttributes.get(state) === orderStateOf(order, statusRows)
  );
}
