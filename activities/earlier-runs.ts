import { Context } from '@temporalio/activity';
import type { OrderFlow } from '../contract/names.ts';
import { OctaneError } from '../octane/errors.ts';
import { CLOCK_TOLERANCE } from '../rules/order-matching.ts';
import type { Octane } from '../octane/octane.ts';
import type { OrderDetail } from '../octane/order-detail.ts';
import { hasEndedInVain, type StatusRow } from '../octane/statuses.ts';
import type { Runs } from '../temporal/executions.ts';
import { isOfFlow } from './sub-order-types.ts';

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
   * What earlier runs of this reference may have left at Octane, where nobody follows it any more. Passed over is what the
   * placing would pass over too: an order of another customer or kind, and one that Octane ended in vain. Octane is called only
   * when an earlier run had an order, or may have had one.
   */
  findLeftBehind: (order: OrderWithoutId) => Promise<LeftBehind>;
}

export interface EarlierRunsSettings {
  statusRows: readonly StatusRow[];
  runs: Runs;
}

export function earlierRunsActivities(octane: Octane, settings: EarlierRunsSettings): EarlierRunsActivities {
  return {
    findLeftBehind: async (order) => {
      const { info, cancellationSignal } = Context.current();
      const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
      // The run that continues another one knows what that one knew.
      const earlier = (await settings.runs.earlier(workflowId, runId)).filter(({ isContinued }) => !isContinued);
      const orderIds: string[] = [];
      for (const orderId of new Set(earlier.flatMap((run) => run.orderId ?? []))) {
        const detail = await octane.orders.get(orderId, cancellationSignal).catch((error: unknown) => {
          if (!(error instanceof OctaneError)) throw error;
        });
        // One that cannot be read may well be open.
        if (!detail || mayBeIt(order, detail)) orderIds.push(orderId);
      }
      const inDoubt = earlier.filter((run) => run.inDoubt);
      if (inDoubt.length === 0) return { orderIds, inDoubt: false };
      const since = Math.min(...inDoubt.map(({ startedAt }) => Date.parse(startedAt))) - CLOCK_TOLERANCE;
      for (const detail of await listed(order)) {
        const { orderId, dateAdded } = detail;
        if (orderId === undefined || orderIds.includes(orderId)) continue;
        if (dateAdded !== undefined && Date.parse(dateAdded) < since) continue;
        if (!mayBeIt(order, detail)) continue;
        if ((await settings.runs.othersWith(orderId, workflowId)).length === 0) orderIds.push(orderId);
      }
      return { orderIds, inDoubt: true };
    },
  };

  function mayBeIt(order: OrderWithoutId, detail: OrderDetail): boolean {
    return !isOther(order, detail) && !hasEndedInVain(detail, settings.statusRows);
  }

  /** Without a list the doubt is all that can be told. */
  async function listed({ custNo }: OrderWithoutId): Promise<OrderDetail[]> {
    if (custNo === undefined) return [];
    try {
      return (await octane.orders.list({ custNo }, Context.current().cancellationSignal)).orders;
    } catch (error) {
      if (error instanceof OctaneError && !error.retryable) return [];
      throw error;
    }
  }
}

function isOther({ flow, custNo }: OrderWithoutId, { service, customerDetails, orderSubType }: OrderDetail): boolean {
  const actual = service?.custNo ?? customerDetails?.custno;
  const isOthers = custNo !== undefined && actual !== undefined && actual !== custNo;
  return isOthers || (orderSubType !== undefined && !isOfFlow(flow, orderSubType));
}
