import { makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import type { PlanChangeInput } from '../../contract/inputs.ts';
import { newRecord, type OrderRecord } from '../../workflows/order/carried-record.ts';
import type { planChange } from '../../workflows/plan-change.ts';
import { ORDER_STATUS, STATE } from './placed.ts';

// The workflows that ship, and one that opens an order which Octane has already.
export * from '../../workflows/index.ts';
export { default } from '../../workflows/index.ts';

/** Continues as the plan change that has placed this order and polled it once, so that it only follows. */
export function placedPlanChange(input: PlanChangeInput & { groupNo: string }, orderId: string): Promise<void> {
  const follow = makeContinueAsNewFunc<typeof planChange>({ workflowType: 'planChange' });
  return follow(input, recordOf(input, orderId));
}

function recordOf({ groupNo, service: { custNo } }: PlanChangeInput & { groupNo: string }, orderId: string) {
  const at = new Date().toISOString();
  const record = newRecord('planChange', workflowInfo().workflowId);
  return {
    ...record,
    progress: {
      ...record.progress,
      groupNo,
      custNo,
      orderId,
      orderStatus: ORDER_STATUS,
      state: STATE,
      timeline: [{ at, text: `Octane has it as order ${orderId}` }],
    },
    order: { ...record.order, placement: { is: 'placed', id: orderId, by: 'create' }, began: at },
    steps: { 'Find the service, check the plan': { lineSeqNo: 1, already: false } },
    following: { seen: { orderStatus: ORDER_STATUS }, ran: {}, running: { phase: STATE, since: at } },
    lineSeqNo: 1,
    earlierRuns: { leftNothingBy: at, isTold: false },
  } satisfies OrderRecord;
}
