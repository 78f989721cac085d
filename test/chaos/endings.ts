import type { Client } from '@temporalio/client';
import { OrderError, type NbnOrders } from '../../client/index.ts';
import { FLOW_TABLE } from '../../contract/flows.ts';
import { workflowIdOf } from '../../contract/names.ts';
import type { PlannedOrder } from './orders.ts';
import { persistently } from './persistence.ts';

/**
 * How a reference ended. `withdrawn`, `abandoned`, `nothing to order`: a stated reason why there may be no order.
 * `unexpected`: the workflow is open, terminated, or failed otherwise.
 */
export const OUTCOMES = ['completed', 'nothing to order', 'withdrawn', 'abandoned', 'unexpected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Ending {
  planned: PlannedOrder;
  outcome: Outcome;
  /** In the workflow's words. */
  why: string;
  /** Octane's order, as the workflow has it. */
  orderId?: string | undefined;
  custNo?: number | undefined;
  /** Whether a search found the order. */
  foundBySearch: boolean;
}

/** Octane ends nothing of its own accord here, so these are all the reasons there are. */
const REASONS: Partial<Record<OrderError['type'], Outcome>> = {
  OrderCancelled: 'withdrawn',
  OrderAbandoned: 'abandoned',
};

export async function endingOf(client: Client, orders: NbnOrders, planned: PlannedOrder): Promise<Ending> {
  const { reference } = planned.input;
  const { status } = await persistently(() => client.workflow.getHandle(workflowIdOf(reference)).describe());
  if (status.name !== 'COMPLETED' && status.name !== 'FAILED') {
    return { planned, outcome: 'unexpected', why: `the workflow is ${status.name}`, foundBySearch: false };
  }
  const order = orders.order(reference);
  const progress = await persistently(() => order.progress()).catch((error: unknown) => String(error));
  if (typeof progress === 'string') {
    // Such as one that cannot be replayed.
    return { planned, outcome: 'unexpected', why: `progress cannot be read: ${progress}`, foundBySearch: false };
  }
  const { timeline, custNo } = progress;
  const foundBySearch = timeline.some(({ text }) => text.includes('Octane has the order already'));
  const known = { planned, custNo, foundBySearch };
  try {
    const { orderId, note = '' } = await persistently(() => order.result());
    const isEnquiry = FLOW_TABLE[planned.flow].kind === 'enquiry';
    return {
      ...known,
      outcome: isEnquiry || orderId !== undefined ? 'completed' : 'nothing to order',
      why: note,
      orderId,
    };
  } catch (error) {
    if (!(error instanceof OrderError)) throw error;
    const { type, message, details } = error;
    return { ...known, outcome: REASONS[type] ?? 'unexpected', why: `${type}: ${message}`, orderId: details.orderId };
  }
}
