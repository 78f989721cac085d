import { WorkflowNotFoundError, type WorkflowClient } from '@temporalio/client';
import { POLLS } from '../contract/names.ts';
import { PRIORITIES } from '../contract/priorities.ts';

/** gRPC's NOT_FOUND. */
const NOT_FOUND = 5;

/** Temporal's PendingActivityState of an activity that waits, for its delay to end or for a worker, and of a paused one. */
const SCHEDULED = 1;
const PAUSED = 4;

export interface PendingPoll {
  activityType: string;
  activityId: string;
}

/** What a request to poll now leads to: the poll begins, one is under way already, a person has paused it, or there is none. */
export type PollNow = 'begins' | 'under way' | 'paused' | 'none';

/**
 * Ends the delay of a pending activity whose retry is a poll, so that it polls now. Nothing is written to the workflow's history, and
 * its workflow does not notice.
 *
 * @param isMeant - Tells which; by default the poll of an order or an enquiry.
 */
export async function pollNow(
  client: WorkflowClient,
  workflowId: string,
  isMeant: (poll: PendingPoll) => boolean = ({ activityType }) => POLLS.some((name) => name === activityType),
): Promise<PollNow> {
  const {
    workflowService,
    options: { namespace, identity },
  } = client;
  try {
    const { runId, raw } = await client.getHandle(workflowId).describe();
    const pending = raw.pendingActivities?.find(({ activityType, activityId }) =>
      isMeant({ activityType: activityType?.name ?? '', activityId: activityId ?? '' }),
    );
    if (!pending) return 'none';
    const state = Number(pending.state);
    if (state === PAUSED) return 'paused';
    // After a reset the server refuses the result of a later attempt than the first: that poll would be lost for two minutes.
    if (state !== SCHEDULED) return 'under way';
    const activity = { namespace, execution: { workflowId, runId }, identity, id: pending.activityId ?? null };
    await workflowService.resetActivity({ ...activity, keepPaused: true });
    // Before the polls that queue for their turn, until the order's next status. After the reset: an update of an activity that
    // waits may begin the poll itself, which the reset would then hit.
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
