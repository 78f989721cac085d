import type { OrderFlow } from '../contract/names.ts';
import type { OrderRequest } from '../octane/orders.ts';

/** Octane's sub-types that an order of a flow can have. */
export const SUB_ORDER_TYPES: Readonly<Record<OrderFlow, readonly OrderRequest['subOrderType'][]>> = {
  activate: ['New', 'Transfer', 'Transition'],
  planChange: ['PlanChange'],
  suspend: ['Suspend'],
  unsuspend: ['Unsuspend'],
  shape: ['Shape'],
  unshape: ['Unshape'],
  disconnect: ['Disconnect'],
};

/** Whether an order of Octane's can be one of the flow. */
export function isOfFlow(flow: OrderFlow, orderSubType: string | undefined): boolean {
  return SUB_ORDER_TYPES[flow].some((known) => known === orderSubType);
}
