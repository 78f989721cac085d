import { WorkflowNotFoundError, type WorkflowClient } from '@temporalio/client';
import { LOOKS } from '../contract/names.ts';
import { PRIORITIES } from '../contract/priorities.ts';

/** gRPC's NOT_FOUND. */
const NOT_FOUND = 5;

/** Temporal's PendingActivityState of what waits, for its delay to end or for a worker, and of what a person has paused. */
const SCHEDULED = 1;
const PAUSED = 4;

/** What asking for a look came to: it begins, one is under way already, a person has paused it, or the order waits for none. */
export type Look = 'begins' | 'under way' | 'paused' | 'none';

/**
 * Lets an order that waits for its next look at Octane be looked at now. Nothing is written to its history, and its workflow does
 * not notice: the pending activity's delay ends early.
 */
export async function lookNow(client: WorkflowClient, workflowId: string): Promise<Look> {
  const {
    workflowService,
    options: { namespace, identity },
  } = client;
  try {
    const { runId, raw } = await client.getHandle(workflowId).describe();
    const pending = raw.pendingActivities?.find(({ activityType }) =>
      LOOKS.some((name) => name === activityType?.name),
    );
    if (!pending) return 'none';
    const state = Number(pending.state);
    if (state === PAUSED) return 'paused';
    // After a reset the server refuses what a later attempt than the first brings back: that look would be lost for two minutes.
    if (state !== SCHEDULED) return 'under way';
    const activity = { namespace, execution: { workflowId, runId }, identity, id: pending.activityId ?? null };
    await workflowService.resetActivity({ ...activity, keepPaused: true });
    // Before the polls that wait for their turn, as long as this activity lasts: to the order's next status. After the reset: an
    // update of what waits may begin the look itself, which the reset would then hit.
    await workflowService
      .updateActivityOptions({
        ...activity,
        activityOptions: { priority: { priorityKey: PRIORITIES.hint } },
        updateMask: { paths: ['priority.priority_key'] },
      })
      .catch(unlessGone);
    return 'begins';
  } catch (error) {
    unlessGone(error);
    return 'none';
  }
}

/** It has ended, or waits for something else by now. */
function unlessGone(error: unknown): void {
  const isGone = error instanceof WorkflowNotFoundError || (error as { code?: unknown }).code === NOT_FOUND;
  if (!isGone) throw error;
}
