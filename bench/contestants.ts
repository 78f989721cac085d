import type { Client } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { NbnOrders } from '../client/index.ts';
import type { PlanChangeInput } from '../contract/inputs.ts';
import { TASK_QUEUES, workflowIdOf } from '../contract/names.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { BASELINE_QUEUES, type BaselineOrder } from './baselines/order.ts';
import type { Code } from './bundles.ts';
import { ORDER_STATUS, STATE } from './ours/placed.ts';
import type { placedPlanChange } from './ours/workflows.ts';

/** One way to run an order: ours, or a baseline. */
export interface Contestant {
  readonly name: string;
  readonly code: Code;
  readonly workflowType: string;
  /** Of the workflows. */
  readonly taskQueue: string;
  /** @returns the workflow's id. */
  start(client: Client, order: BaselineOrder): Promise<string>;
  /** As the run that continues the one which placed the order: it only follows it. */
  goOn(client: Client, order: BaselineOrder, orderId: string): Promise<string>;
}

export const OURS: Contestant = {
  name: 'ours',
  code: 'ours',
  workflowType: 'planChange',
  taskQueue: TASK_QUEUES.orders,
  start: async (client, order) => (await new NbnOrders(client).start('planChange', inputOf(order))).workflowId,
  goOn: async (client, order, orderId) => {
    const input = inputOf(order);
    const { workflowId } = await client.workflow.start<typeof placedPlanChange>('placedPlanChange', {
      taskQueue: TASK_QUEUES.orders,
      workflowId: workflowIdOf(input.reference),
      args: [input, orderId],
      typedSearchAttributes: attributesOf(order, orderId),
    });
    return workflowId;
  },
};

export function inputOf({
  groupNo,
  custNo,
  planNo,
  custReqDate,
}: BaselineOrder): PlanChangeInput & { groupNo: string } {
  return { reference: `BENCH-${custNo}`, groupNo, service: { custNo }, planNo, custReqDate };
}

/** The search attributes of an order that was polled once; the run that follows it takes them over. */
function attributesOf({ groupNo, custNo }: BaselineOrder, orderId: string): SearchAttributePair[] {
  return [
    { key: SEARCH_ATTRIBUTES.state, value: STATE },
    { key: SEARCH_ATTRIBUTES.orderStatus, value: ORDER_STATUS },
    { key: SEARCH_ATTRIBUTES.orderId, value: orderId },
    { key: SEARCH_ATTRIBUTES.custNo, value: String(custNo) },
    { key: SEARCH_ATTRIBUTES.groupNo, value: groupNo },
    { key: SEARCH_ATTRIBUTES.waitingFor, value: 'octane' },
  ];
}

export const RETRY_POLL = baseline('B1 retry poll', 'retryPoll');
export const SLEEP_LOOP = baseline('B2 sleep loop', 'sleepLoop');

/** B0, which has no order. */
export async function runEmptyWorkflow(client: Client): Promise<string> {
  const workflowId = 'bench-empty';
  await client.workflow.execute('empty', { taskQueue: BASELINE_QUEUES.workflows, workflowId });
  return workflowId;
}

function baseline(name: string, workflowType: string): Contestant {
  return {
    name,
    code: 'baselines',
    workflowType,
    taskQueue: BASELINE_QUEUES.workflows,
    start: (client, order) => run(client, order),
    goOn: (client, order, orderId) => run(client, order, orderId),
  };

  async function run(client: Client, ...args: [order: BaselineOrder, orderId?: string]): Promise<string> {
    const workflowId = `bench-${workflowType}-${args[0].custNo}`;
    await client.workflow.start(workflowType, { taskQueue: BASELINE_QUEUES.workflows, workflowId, args });
    return workflowId;
  }
}
