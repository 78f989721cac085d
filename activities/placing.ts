import { Context } from '@temporalio/activity';
import { FLOW_TABLE, isOfFlow } from '../contract/flows.ts';
import type { OrderFlow } from '../contract/names.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderRequest } from '../octane/orders.ts';
import { hasEndedInVain } from '../octane/statuses.ts';
import {
  CLOCK_TOLERANCE,
  isForOtherEquipment,
  isForPlan,
  matchByBothClocks,
  matchOf,
} from '../rules/order-matching.ts';
import type { EarlierRun } from '../temporal/executions.ts';
import { createOnce, notClear, type Attempt, type Created, type CreateSettings } from './create-once.ts';
import { attemptsBefore } from './earlier-attempts.ts';
import { finalFailure } from './failures.ts';
import { readIfPossible, searchOrders, type SearchSettings, type Wanted } from './order-search.ts';
import type { ServiceClaim } from './service-locks.ts';

export type { OrderRequest };

export interface OrderToPlace extends Attempt {
  request: OrderRequest;
  /** What the order holds, or believes to hold: a run that was reset may have lost it. */
  services: ServiceClaim[];
}

export interface PlacingActivities {
  /**
   * One attempt to place an order: checks that the order still holds its services, searches for it where Octane may have it, and sends
   * the create-order call when Octane surely has not.
   *
   * @throws ApplicationFailure `SERVICE_LOST` when another order holds a service by now.
   */
  placeOrder: (order: OrderToPlace) => Promise<Created>;
  /** @throws ApplicationFailure `InvalidOrder` when the order cannot be the one that was asked for. */
  assertAdoptable: (candidate: { orderId: string; custNo: number; flow: OrderFlow }) => Promise<void>;
}

export type PlacingSettings = SearchSettings & CreateSettings;

export function placingActivities(octane: Octane, settings: PlacingSettings): PlacingActivities {
  return {
    placeOrder: async (order) => {
      const { runs, doubts, doubtedSince } = await attemptsBefore(order.services, settings);
      const { request } = order;
      return createOnce(order, settings, {
        what: whatIs(request),
        doubts,
        searchAnyway: runs.some(({ orderId }) => orderId !== undefined),
        search: async () => (await ofEarlierRun(order, runs)) ?? searchListed(order, since(order, doubtedSince)),
        create: () => octane.orders.create(request, Context.current().cancellationSignal),
      });
    },

    assertAdoptable: async ({ orderId, custNo, flow }) => {
      const { client, info, cancellationSignal } = Context.current();
      const { service, customerDetails, orderSubType } = await octane.orders.get(orderId, cancellationSignal);
      const actual = service?.custNo ?? customerDetails?.custno;
      if (actual !== custNo) throw notAdoptable(`Order ${orderId} is not of customer ${custNo}.`);
      if (isOfFlow(flow, orderSubType) !== true) {
        const wanted = FLOW_TABLE[flow].subOrderTypes.join(' or ');
        throw notAdoptable(`Order ${orderId} is a ${orderSubType ?? 'nameless'} order, not ${wanted}.`);
      }
      const workflowId = info.workflowExecution?.workflowId ?? '';
      const others = await settings.executions.othersWith(client, orderId, workflowId);
      const holder = others.find(({ isRunning }) => isRunning);
      if (holder) throw notAdoptable(`Order ${orderId} is already followed by ${holder.workflowId}.`);
    },
  };

  /** The order that an earlier run of the reference knew, if it can be this one. A failed reference may be used again for something else. */
  async function ofEarlierRun(order: OrderToPlace, earlier: EarlierRun[]): Promise<string | undefined> {
    const { request, began, notThese } = order;
    const notClearBecause = (orderId: string, why: string) =>
      notClear(whatIs(request), `an earlier run of this reference has order ${orderId}, ${why}.`, [orderId]);
    for (const { orderId } of earlier) {
      if (orderId === undefined || notThese.includes(orderId)) continue;
      const detail = await readIfPossible(octane, orderId);
      if (!detail) throw notClearBecause(orderId, 'which cannot be read');
      const isOther = matchOf(request, detail.dateAdded ?? began, detail) === 'other';
      if (isOther || hasEndedInVain(detail, settings.statusRows)) notThese.push(orderId);
      else if (!isForPlan(request, detail)) throw notClearBecause(orderId, 'for another plan');
      else if (isForOtherEquipment(request, detail)) throw notClearBecause(orderId, 'with other equipment');
      else return orderId;
    }
    return undefined;
  }

  async function searchListed({ request, notThese, decided }: OrderToPlace, from: string): Promise<string | undefined> {
    const match: Wanted['match'] = (listed, clockAhead) => matchByBothClocks(request, from, clockAhead, listed);
    const wanted = { custNo: request.custNo, notThese, match };
    const { same, unclear, notMapped, hidden } = await searchOrders(octane, settings, wanted);
    const candidates = [...same, ...unclear];
    const [only, another] = candidates;
    if (only !== undefined && only === same[0] && another === undefined) return only;
    if (only !== undefined) {
      const why = [`it may be one of Octane's orders ${candidates.join(', ')}`, ...notMapped].join('; ');
      throw notClear(whatIs(request), `${why}.`, candidates);
    }
    if (hidden !== undefined && !decided)
      throw notClear(whatIs(request), `the list of orders is not clear: ${hidden}.`);
    return undefined;
  }
}

/** Before that, no order can be this one. */
function since({ began }: Attempt, doubtedSince: number): string {
  return new Date(Math.min(Date.parse(began), doubtedSince) - CLOCK_TOLERANCE).toISOString();
}

function whatIs({ subOrderType, custNo }: OrderRequest): string {
  return `the ${subOrderType} order for customer ${custNo}`;
}

function notAdoptable(why: string): Error {
  return finalFailure('InvalidOrder', `${why} It cannot be this order.`);
}
