import type { WorkflowClient } from '@temporalio/client';
import type { LOOKS } from './names.ts';
import { PRIORITIES } from './priorities.ts';

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
    const activity = { namespace, execution, identity, type: look };
    // Before the polls that wait for their turn; until the order's next status, with which it begins another activity.
    await workflowService.updateActivityOptions({
      ...activity,
      activityOptions: { priority: { priorityKey: PRIORITIES.hint } },
      updateMask: { paths: ['priority.priority_key'] },
    });
    await workflowService.resetActivity({ ...activity, keepPaused: true });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return false;
    throw error;
  }
}
