import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import { FLOWS, PROGRESS_QUERY, type Flow } from '../contract/names.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { isTerminal, OCTANE_ORDER_STATES, OWN_ORDER_STATES, type OrderState } from '../contract/states.ts';
import type { Outage } from '../contract/octane-outage.ts';
import { knownOutage } from './known-outage.ts';
import { undeliveredQuery } from './undelivered.ts';
import { quoted } from './visibility.ts';

/** The states that an open order stays in. */
export const OPEN_STATES: readonly OrderState[] = [...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES].filter(
  (state) => !isTerminal(state),
);

/** How the orders stand as a whole, as Temporal lists them. */
export interface OrderCounts {
  open: { state: OrderState; flow: Flow; count: number }[];
  inJeopardy: { state: OrderState; count: number }[];
  /** Milliseconds since the epoch: since when the order has waited that has waited longest for a person's decision. */
  oldestFallout?: number | undefined;
  /** Milliseconds since the epoch: since when all of Octane has been away, and why. */
  outage?: { type: Outage['type']; since: number } | undefined;
  undelivered: {
    /** Pairs of an order and a receiver that has not taken its events. */
    count: number;
    /** Milliseconds since the epoch: since when the oldest of them have not been taken. */
    oldest?: number | undefined;
  };
}

/** The most that are listed to find the oldest, and the most orders in fallout that are asked since when: each is a question to a worker. */
const MOST_LISTED = 5_000;
const MOST_ASKED = 20;
/** Milliseconds to wait for an order's answer. */
const QUERY_LIMIT = 2_000;

/**
 * Counts the open orders. Temporal groups by no attribute of ours, so each count is a query of its own.
 *
 * @param pause - Waited for before each query: visibility has a small limit, and orders need it more.
 */
export async function countOrders(client: Client, pause: () => Promise<void>): Promise<OrderCounts> {
  const open: OrderCounts['open'] = [];
  const inJeopardy: OrderCounts['inJeopardy'] = [];
  for (const state of OPEN_STATES) {
    let left = await count(openIn(state));
    inJeopardy.push({
      state,
      count: left === 0 ? 0 : await count(`${openIn(state)} AND ${SEARCH_ATTRIBUTES.jeopardy.name} = true`),
    });
    for (const flow of FLOWS) {
      // Orders move on between two counts, so what is left may be less than what is there.
      const ofFlow = left <= 0 ? 0 : await count(`${openIn(state)} AND WorkflowType = ${quoted(flow)}`);
      open.push({ state, flow, count: ofFlow });
      left -= ofFlow;
    }
  }
  const outage = await knownOutage(client);
  return {
    open,
    inJeopardy,
    oldestFallout: open.some(({ state, count: orders }) => state === 'fallout' && orders > 0)
      ? await oldestFallout(client, pause)
      : undefined,
    outage: outage && { type: outage.type, since: Date.parse(outage.since) },
    undelivered: await undelivered(client, count),
  };

  async function count(query: string): Promise<number> {
    await pause();
    return (await client.workflow.count(query)).count;
  }
}

function openIn(state: OrderState): string {
  return `${SEARCH_ATTRIBUTES.state.name} = ${quoted(state)} AND ExecutionStatus = 'Running'`;
}

async function undelivered(
  client: Client,
  count: (query: string) => Promise<number>,
): Promise<OrderCounts['undelivered']> {
  const query = undeliveredQuery();
  const all = await count(query);
  if (all === 0) return { count: 0 };
  const oldest = await oldestOf(client, query);
  return { count: all, oldest: oldest[0]?.startTime.getTime() };
}

/** The oldest first; Temporal lists the newest first, and does not sort. */
async function oldestOf(client: Client, query: string): Promise<WorkflowExecutionInfo[]> {
  const listed: WorkflowExecutionInfo[] = [];
  for await (const execution of client.workflow.list({ query })) {
    listed.push(execution);
    if (listed.length === MOST_LISTED) break;
  }
  return listed.sort((one, other) => one.startTime.getTime() - other.startTime.getTime());
}

/** No attribute says since when, so the orders are asked, the oldest first: a younger one than the answer cannot have waited longer. */
async function oldestFallout(client: Client, pause: () => Promise<void>): Promise<number | undefined> {
  await pause();
  const listed = await oldestOf(client, openIn('fallout'));
  let oldest = Infinity;
  for (const { workflowId, startTime } of listed.slice(0, MOST_ASKED)) {
    if (startTime.getTime() >= oldest) break;
    oldest = Math.min(oldest, (await falloutSince(client, workflowId)) ?? Infinity);
  }
  return Number.isFinite(oldest) ? oldest : undefined;
}

const inFallout = z.object({ fallout: z.object({ since: z.string() }) });

/** undefined for an order that has gone on, and one that gives no answer. */
async function falloutSince(client: Client, workflowId: string): Promise<number | undefined> {
  try {
    const progress = await client.withDeadline(Date.now() + QUERY_LIMIT, () =>
      client.workflow.getHandle(workflowId).query(PROGRESS_QUERY),
    );
    const { data } = inFallout.safeParse(progress);
    return data && Date.parse(data.fallout.since);
  } catch {
    return undefined;
  }
}
