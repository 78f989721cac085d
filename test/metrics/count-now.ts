import type { Client } from '@temporalio/client';
import { COUNT_ORDERS } from '../../contract/names.ts';

/** Ends the wait for the next count of all open orders. */
export async function countNow({ workflowService, options: { namespace } }: Client): Promise<void> {
  const { workflowId, type } = COUNT_ORDERS;
  await workflowService.resetActivity({ namespace, execution: { workflowId }, type }).catch(() => undefined);
}
