import { proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { OctaneActivities } from '../../activities/activities.ts';
import { fieldsOf } from '../../contract/plain-objects.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { PRIORITIES } from '../../contract/priorities.ts';
import { assertOwnInput } from './own-input.ts';

/** The delay between probes comes with each failure (activities/octane-outage.ts); this one is for a probe that was cut off. */
const { probeOctane } = proxyActivities<OctaneActivities>({
  taskQueue: TASK_QUEUES.octane,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  // Everything else waits for it.
  priority: { priorityKey: PRIORITIES.answer },
});

/** What the outage began with. */
export interface OctaneOutage {
  type: 'OctaneUnavailable' | 'OctaneUnauthorized';
  answer: string;
}

const WHAT_TO_CHECK = {
  OctaneUnavailable: 'Is Octane there, is it being maintained, does the network lead to `OCTANE_BASE_URL`?',
  OctaneUnauthorized:
    'Check `OCTANE_USERNAME`, `OCTANE_PASSWORD`, `OCTANE_GROUP_NO` and Octane’s allow-list of addresses, correct them, and restart the workers: each start probes at once.',
} as const satisfies Record<OctaneOutage['type'], string>;

/**
 * Stands for all of Octane being away, once for all workers: while it runs, they hold their calls back, and only its probe is
 * sent. It ends when Octane answers that. Cancelled or terminated it ends the waiting, too.
 */
export async function octaneOutage(beginning: OctaneOutage): Promise<string> {
  assertOwnInput(isBeginning(beginning), '{type, answer}');
  const { type, answer } = beginning;
  const since = workflowInfo().startTime.toISOString();
  setCurrentDetails(
    [
      `**All of Octane has been away since ${since}.** It began with: ${answer}`,
      WHAT_TO_CHECK[type],
      'Orders wait, none is lost, and they go on by themselves. Pending Activities has the probe: how often it was tried, what Octane answered last, and when it is tried next. Reset that activity to try at once.',
    ].join('\n\n'),
  );
  await probeOctane.executeWithOptions({ summary: 'Is Octane back?' }, []);
  const summary = `Octane was away from ${since} to ${new Date().toISOString()}.`;
  setCurrentDetails(summary);
  return summary;
}

function isBeginning(value: unknown): value is OctaneOutage {
  const { type, answer } = fieldsOf(value);
  return typeof answer === 'string' && typeof type === 'string' && Object.hasOwn(WHAT_TO_CHECK, type);
}
