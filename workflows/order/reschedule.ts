import { CancellationScope } from '@temporalio/workflow';
import { isTerminal } from '../../contract/states.ts';
import type { BookedAppointment, RescheduleRequest } from '../../contract/updates.ts';
import { askedBy, reasonOf } from './asked.ts';
import { appointments } from './capabilities.ts';
import { endingOf } from './endings.ts';
import type { OrderState } from './order-state.ts';
import { refusedUpdate } from './refused-update.ts';

/** Why the appointment cannot be moved now, if it cannot. */
export function whyNotRescheduled({ progress, orderId }: OrderState): string | undefined {
  const { flow, state } = progress;
  if (flow !== 'activate') return `A ${flow} order has no appointment.`;
  if (orderId === undefined) return 'There is no appointment yet: Octane does not have the order.';
  if (state === 'settling' || isTerminal(state)) return `The order is ${state}: there is nothing to move.`;
  return undefined;
}

/** Moves the appointment of a running activation. */
export async function reschedule(state: OrderState, request: RescheduleRequest): Promise<BookedAppointment> {
  const { slotId, notBefore, slotType } = request;
  const { orderId = '' } = state;
  try {
    const appointment = await CancellationScope.nonCancellable(() =>
      appointments.rebook({ orderId, slotId, notBefore, slotType }),
    );
    state.show(
      { appointment },
      `${askedBy(request)} moved the appointment to ${appointment.startTime}: ${reasonOf(request)}`,
    );
    return appointment;
  } catch (error) {
    const ending = endingOf(error);
    if (!ending) throw error;
    state.show({}, `${askedBy(request)} asked for another appointment, which was not possible: ${ending.message}`);
    throw refusedUpdate(ending.message);
  }
}
