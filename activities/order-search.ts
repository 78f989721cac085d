import { Context } from '@temporalio/activity';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import { notMappedInOrder } from '../octane/order-rows.ts';
import { hasEndedInVain, type StatusRow } from '../octane/statuses.ts';
import type { Match } from '../rules/order-matching.ts';
import type { Executions } from '../temporal/executions.ts';

/** What is searched for among Octane's orders. */
export interface Wanted {
  custNo: number;
  /** Orders of Octane that are surely not this one. */
  notThese: readonly string[];
  /** @param clockAhead - Milliseconds by which Octane's clock is ahead of ours, as far as that is known. */
  match: (listed: OrderDetail, clockAhead: number) => Match;
}

export interface Found {
  /** Everything that tells orders apart was read, and agrees. */
  same: string[];
  /** What was read does not prove that these are other orders. */
  unclear: string[];
  /** Words of those that are not mapped, in phrases for an operator. */
  notMapped: string[];
  /** Why the list may hide an order, where it may. */
  hidden?: string;
}

export interface SearchSettings {
  statusRows: readonly StatusRow[];
  executions: Executions;
}

/**
 * The one search for an order that may exist, and the one answer to "whose order is this": an order that another reference has is
 * not this one, and one that Octane ended without effect counts only when it surely is this one.
 *
 * @throws OctaneError when the list cannot be read.
 */
export async function searchOrders(octane: Octane, settings: SearchSettings, wanted: Wanted): Promise<Found> {
  const { client, info, cancellationSignal } = Context.current();
  const listing = await octane.orders.list({ custNo: wanted.custNo }, cancellationSignal);
  const { orders, unclear: hidden, clockAhead = 0 } = listing;
  const found: Found = { same: [], unclear: [], notMapped: [], ...(hidden !== undefined && { hidden }) };
  for (const listed of orders) {
    const { orderId } = listed;
    if (orderId === undefined || wanted.notThese.includes(orderId)) continue;
    const match = wanted.match(listed, clockAhead);
    if (match === 'other' || (match === 'unclear' && hasEndedInVain(listed, settings.statusRows))) continue;
    const others = await settings.executions.othersWith(client, orderId, info.workflowExecution?.workflowId ?? '');
    if (others.length > 0) continue;
    found[match].push(orderId);
    if (match === 'unclear') found.notMapped.push(...notMappedInOrder(listed, octane.words));
  }
  return found;
}

/** An order by its id; undefined where it cannot be read, which does not say that it is not there. */
export async function readIfPossible(octane: Octane, orderId: string): Promise<OrderDetail | undefined> {
  try {
    return await octane.orders.get(orderId, Context.current().cancellationSignal);
  } catch (error) {
    if (error instanceof OctaneError) return undefined;
    throw error;
  }
}
