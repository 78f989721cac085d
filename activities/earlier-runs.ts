import { Context } from '@temporalio/activity';
import { isOfFlow } from '../contract/flows.ts';
import type { OrderFlow } from '../contract/names.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import { hasEndedInVain } from '../octane/statuses.ts';
import { CLOCK_TOLERANCE, type Match } from '../rules/order-matching.ts';
import { readIfPossible, searchOrders, type SearchSettings } from './order-search.ts';

export interface LeftBehind {
  /** Octane's orders that earlier runs of the reference knew, or that one of them may have placed. */
  orderIds: string[];
  /** Whether an earlier run may have placed one that it did not know of. */
  inDoubt: boolean;
}

interface OrderWithoutId {
  flow: OrderFlow;
  custNo?: number | undefined;
}

export interface EarlierRunsActivities {
  /**
   * What earlier runs of this reference may have left at Octane, where no workflow follows it any more. An order of another customer
   * or kind is left out, and one that Octane ended without effect. Octane is called only when an earlier run had an order, or may
   * have had one.
   */
  findLeftBehind: (order: OrderWithoutId) => Promise<LeftBehind>;
}

export function earlierRunsActivities(octane: Octane, settings: SearchSettings): EarlierRunsActivities {
  return {
    findLeftBehind: async (order) => {
      const { client, info } = Context.current();
      const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
      const runs = await settings.executions.earlierRuns(client, workflowId, runId);
      // The run that continues another one knows what that one knew.
      const earlier = runs.filter(({ isContinued }) => !isContinued);
      const orderIds: string[] = [];
      for (const orderId of new Set(earlier.flatMap((run) => run.orderId ?? []))) {
        const detail = await readIfPossible(octane, orderId);
        if (!detail || mayBeIt(order, detail)) orderIds.push(orderId);
      }
      const inDoubt = earlier.filter((run) => run.inDoubt);
      if (inDoubt.length === 0) return { orderIds, inDoubt: false };
      const since = Math.min(...inDoubt.map(({ startedAt }) => Date.parse(startedAt))) - CLOCK_TOLERANCE;
      return { orderIds: [...new Set([...orderIds, ...(await listed(order, since))])], inDoubt: true };
    },
  };

  function mayBeIt(order: OrderWithoutId, detail: OrderDetail): boolean {
    return matchOf(order, detail) !== 'other' && !hasEndedInVain(detail, settings.statusRows);
  }

  /** Without a list the doubt is all that can be told. */
  async function listed({ flow, custNo }: OrderWithoutId, since: number): Promise<string[]> {
    if (custNo === undefined) return [];
    const match = (detail: OrderDetail): Match =>
      detail.dateAdded !== undefined && Date.parse(detail.dateAdded) < since
        ? 'other'
        : matchOf({ flow, custNo }, detail);
    try {
      const { same, unclear } = await searchOrders(octane, settings, { custNo, notThese: [], match });
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
