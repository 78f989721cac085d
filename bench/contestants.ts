import type { Client } from '@temporalio/client';
import { NbnOrders } from '../client/index.ts';
import { BASELINE_QUEUES, type BaselineOrder } from './baselines/order.ts';
import type { Code } from './bundles.ts';

/** One way to run an order: ours, or a baseline. */
export interface Contestant {
  readonly name: string;
  readonly code: Code;
  readonly workflowType: string;
  /** @returns the workflow's id. */
  start(client: Client, order: BaselineOrder): Promise<string>;
}

export const OURS: Contestant = {
  name: 'ours',
  code: 'ours',
  workflowType: 'planChange',
  start: async (client, { groupNo, custNo, planNo, custReqDate }) => {
    const input = { reference: `BENCH-${custNo}`, groupNo, service: { custNo }, planNo, custReqDate };
    return (await new NbnOrders(client).start('planChange', input)).workflowId;
  },
};

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
    start: async (client, order) => {
      const workflowId = `bench-${workflowType}-${order.custNo}`;
      await client.workflow.start(workflowType, { taskQueue: BASELINE_QUEUES.workflows, workflowId, args: [order] });
      return workflowId;
    },
  };
}
