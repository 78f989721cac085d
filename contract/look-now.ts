import type { WorkflowClient } from '@temporalio/client';
import type { LOOKS } from './names.ts';

/** gRPC's NOT_FOUND: the workflow has ended, or waits for something else. */
const NOT_FOUND = 5;

/**
 * Lets an order that waits for its next look at Octane be looked at now. Nothing is written to its history, and its order does not
 * notice: the pending activity's delay ends early.
 *
 * @returns false when the order is not waiting for a look.
 */
export async function lookNow(
  { workflowService, options: { namespace, identity } }: WorkflowClient,
  execution: { workflowId: string; runId?: string },
  look: (typeof LOOKS)[number] = 'followOrder',
): Promise<boolean> {
  try {
    await workflowService.resetActivity({ namespace, execution, identity, type: look, keepPaused: true });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return false;
    throw error;
  }
}
