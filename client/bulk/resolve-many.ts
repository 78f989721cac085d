import pMap from 'p-map';
import type { FalloutCode } from '../../contract/fallout.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import { UpdateRefused } from '../errors.ts';
import type { ListFilter } from '../list-filter.ts';
import type { NbnOrders } from '../nbn-orders.ts';
import type { OrderHandle } from '../order-handle.ts';
import type { OrderView } from '../order-view.ts';
import type { Became } from '../printing/became.ts';
import { standingAfterAnswer } from '../watching.ts';

export type Decision = ResolveRequest;

/** An order as it was when it was chosen. */
interface Chosen {
  order: OrderHandle;
  view: OrderView;
}

/** Orders at a time. */
const AT_ONCE = 10;
/** Milliseconds for an order's next step; then it is reported as it stands. */
const STEP_LIMIT = 20_000;

/** The one order, or those of the list that wait for a person with this code. */
export async function ordersToResolve(
  orders: NbnOrders,
  which: string | ListFilter,
  code: FalloutCode | undefined,
): Promise<Chosen[]> {
  const references = new Set<string>();
  if (typeof which === 'string') references.add(which);
  else for await (const { reference } of orders.list(which)) references.add(reference);
  const chosen = await ordersAsTheyAre(orders, references);
  return chosen.filter(({ view }) => code === undefined || view.progress.fallout?.code === code);
}

/** @throws NoSuchOrder for the first that there is not. */
export function ordersAsTheyAre(orders: NbnOrders, references: Iterable<string>): Promise<Chosen[]> {
  return pMap(
    references,
    async (reference) => {
      const order = orders.order(reference);
      return { order, view: await order.view() };
    },
    { concurrency: AT_ONCE },
  );
}

export interface ResolveManyOptions {
  /** Only tells what the answer would do. */
  dryRun?: boolean;
  /** Called after each order. */
  onAnswered?: () => void;
}

/** Answers each order, and tells what it became after its next step. */
export async function resolveMany(
  chosen: readonly Chosen[],
  decision: Decision,
  { dryRun = false, onAnswered }: ResolveManyOptions = {},
): Promise<Became[]> {
  return pMap(
    chosen,
    async ({ order, view }): Promise<Became> => {
      const { reference } = order;
      const { action } = decision;
      try {
        if (dryRun) return { reference, view, ...wouldDo(view, decision) };
        return {
          reference,
          did: action,
          view: await standingAfterAnswer(order, view, decision, { limit: STEP_LIMIT }),
        };
      } catch (error) {
        if (!(error instanceof UpdateRefused)) throw error;
        return { reference, did: `${action} refused`, isRefused: true, note: error.message };
      } finally {
        onAnswered?.();
      }
    },
    { concurrency: AT_ONCE },
  );
}

function wouldDo({ progress: { fallout } }: OrderView, { action }: Decision): Omit<Became, 'reference'> {
  const choice = fallout?.choices.find((possible) => possible.action === action);
  if (choice) return { did: `would ${action}`, note: `${action}: ${choice.effect}` };
  const possible = fallout?.choices.map((other) => other.action).join(', ');
  return {
    did: `would refuse ${action}`,
    isRefused: true,
    note: fallout ? `Possible are ${possible ?? ''}.` : 'It does not wait for a decision.',
  };
}
