import { CancellationScope, defineUpdate, setHandler } from '@temporalio/workflow';
import { UPDATES } from '../../contract/names.ts';
import { isTerminal } from '../../contract/states.ts';
import type { BookedAppointment, RescheduleRequest } from '../../contract/updates.ts';
import { appointments } from './capabilities.ts';
import type { Display } from './display.ts';
import { endingOf } from './endings.ts';
import { assertAsked, refusedUpdate } from './fallout.ts';

const rescheduleUpdate = defineUpdate<BookedAppointment, [RescheduleRequest]>(UPDATES.reschedule);

/** Moving the appointment of a running activation, on somebody's wish. */
export class AppointmentDesk {
  readonly #display: Display;

  /** Registers the update's handler, so it comes before the workflow's first await. */
  constructor(display: Display) {
    this.#display = display;
    setHandler(rescheduleUpdate, (request) => this.#reschedule(request), {
      validator: (request: RescheduleRequest) => {
        assertAsked(request);
        this.#assertPossible(request);
      },
    });
  }

  #assertPossible({ slotType, notBefore }: RescheduleRequest): void {
    const { flow, orderId, state } = this.#display.progress;
    if (flow !== 'activate') throw refusedUpdate(`A ${flow} order has no appointment.`);
    if (orderId === undefined) throw refusedUpdate('There is no appointment yet: Octane does not have the order.');
    if (state === 'settling' || isTerminal(state))
      throw refusedUpdate(`The order is ${state}: there is nothing to move.`);
    if (slotType !== undefined && !['AM', 'PM'].includes(slotType)) throw refusedUpdate('"slotType" must be AM or PM.');
    if (notBefore !== undefined && Number.isNaN(Date.parse(notBefore))) {
      throw refusedUpdate('"notBefore" must be an ISO 8601 date-time.');
    }
  }

  async #reschedule({ by, reason, slotId, notBefore, slotType }: RescheduleRequest): Promise<BookedAppointment> {
    const { orderId = '' } = this.#display.progress;
    try {
      const appointment = await CancellationScope.nonCancellable(() =>
        appointments.rebook({ orderId, slotId, notBefore, slotType }),
      );
      this.#display.show({ appointment }, `${by} moved the appointment to ${appointment.startTime}: ${reason}`);
      return appointment;
    } catch (error) {
      const ending = endingOf(error);
      if (!ending) throw error;
      this.#display.show({}, `${by} asked for another appointment, in vain: ${ending.message}`);
      throw refusedUpdate(ending.message);
    }
  }
}
