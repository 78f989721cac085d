import { isOfFlow } from '../contract/flows.ts';
import type { OrderFlow } from '../contract/names.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import { hasEndedInVain } from '../octane/statuses.ts';
import { CLOCK_TOLERANCE, type Match } from '../rules/order-matching.ts';
import { earlierAttempts, type EarlierAttemptsSettings } from './earlier-attempts.ts';
import { readIfPossible, searchOrders, type SearchSettings } from './order-search.ts';
import type { ServiceClaim } from './service-locks.ts';

export interface LeftBehind {
  /** Octane's orders that earlier runs of the reference knew, or that one of them may have placed. */
  orderIds: string[];
  /** Whether an earlier run may have placed one that it did not know of. */
  inDoubt: boolean;
}

interface OrderWithoutId {
  flow: OrderFlow;
  custNo?: number | undefined;
  /** What the order holds, or believes to hold. */
  services: ServiceClaim[];
  /** ISO 8601: runs that had closed by then left nothing. */
  leftNothingBy?: string | undefined;
  /** ISO 8601: since when this run itself may have placed one, where it does not know. */
  sentSince?: string | undefined;
  /** Ids of Octane that are surely not it. */
  notThese: string[];
}

export interface EarlierRunsActivities {
  /**
   * What earlier runs of this reference may have left at Octane, where no workflow follows it any more; deleted runs that the lock
   * remembers included. An order of another customer or kind is left out, and one that Octane ended without effect. Octane is called
   * only when an earlier run had an order, or may have had one.
   */
  findLeftBehind: (order: OrderWithoutId) => Promise<LeftBehind>;
}

export function earlierRunsActivities(
  octane: Octane,
  settings: SearchSettings & EarlierAttemptsSettings,
): EarlierRunsActivities {
  return {
    findLeftBehind: async (order) => {
      const { runs, doubtedSince } = await earlierAttempts(order.services, settings, order.leftNothingBy);
      const since = Math.min(doubtedSince, order.sentSince === undefined ? Infinity : Date.parse(order.sentSince));
      const orderIds: string[] = [];
      for (const orderId of new Set(runs.flatMap((run) => run.orderId ?? []))) {
        if (order.notThese.includes(orderId)) continue;
        const detail = await readIfPossible(octane, orderId);
        if (!detail || mayBeIt(order, detail)) orderIds.push(orderId);
      }
      if (since === Infinity) return { orderIds, inDoubt: false };
      return {
        orderIds: [...new Set([...orderIds, ...(await listed(order, since - CLOCK_TOLERANCE))])],
        inDoubt: true,
      };
    },
  };

  function mayBeIt(order: OrderWithoutId, detail: OrderDetail): boolean {
    return matchOf(order, detail) !== 'other' && !hasEndedInVain(detail, settings.statusRows);
  }

  /** Without a list the doubt is all that can be told. */
  async function listed(order: OrderWithoutId, since: number): Promise<string[]> {
    const { custNo, notThese } = order;
    if (custNo === undefined) return [];
    const match = (detail: OrderDetail): Match =>
      detail.dateAdded !== undefined && Date.parse(detail.dateAdded) < since ? 'other' : matchOf(order, detail);
    try {
      const { same, unclear } = await searchOrders(octane, settings, { custNo, notThese, match });
      return [...same, ...unclear];
    } catch (error) {
      if (error instanceof OctaneError && !error.retryable) return [];
      throw error;
    }
  }
}

function matchOf({ flow, custNo }: OrderWithoutId, { service, customerDetails, orderSubType }: OrderDetail): Match {
  const actual = service?.custNo ?? customerDetails?.custno;
  const isOthers = custNo !== undefined && actual !== undefined && actual !== custNo;
  return isOthers || isOfFlow(flow, orderSubType) === false ? 'other' : 'unclear';
}
