import { proxyActivities } from '@temporalio/workflow';
import type { OctaneActivities } from '../../activities/activities.ts';
import { isSlotsInput, type AppointmentSlot, type SlotsInput } from '../../contract/appointment-slots.ts';
import { TASK_QUEUES } from '../../contract/names.ts';
import { PRIORITIES } from '../../contract/priorities.ts';
import { assertOwnInput } from './own-input.ts';

/** A person waits for the answer: an Octane that does not answer is reported, not sat out. */
const { listSlots } = proxyActivities<OctaneActivities>({
  taskQueue: TASK_QUEUES.octane,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { maximumAttempts: 2, initialInterval: '1 second' },
  priority: { priorityKey: PRIORITIES.answer },
});

/**
 * What the appointment of an order can be moved to. A workflow of its own, so that looking costs the order no history.
 *
 * @throws ApplicationFailure with a type of the contract when Octane does not list it.
 */
export async function appointmentSlots(input: SlotsInput): Promise<AppointmentSlot[]> {
  assertOwnInput(isSlotsInput(input), '{orderId, notBefore}');
  return listSlots(input);
}
