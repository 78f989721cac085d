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
        assertWellFormed(request);
        this.#assertPossible();
      },
    });
  }

  #assertPossible(): void {
    const { flow, orderId, state } = this.#display.progress;
    if (flow !== 'activate') throw refusedUpdate(`A ${flow} order has no appointment.`);
    if (orderId === undefined) throw refusedUpdate('There is no appointment yet: Octane does not have the order.');
    if (state === 'settling' || isTerminal(state))
      throw refusedUpdate(`The order is ${state}: there is nothing to move.`);
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

/** What a caller in any language may get wrong; a misspelt field is named, because without it the earliest slot would be taken. */
function assertWellFormed(request: RescheduleRequest): void {
  const { slotId, slotType, notBefore } = request;
  const stranger = Object.keys(request).find((field) => !FIELDS.includes(field));
  if (stranger !== undefined) throw refusedUpdate(`"${stranger}" is not known here; known: ${FIELDS.join(', ')}.`);
  if (slotId !== undefined && (typeof slotId !== 'string' || slotId === '')) {
    throw refusedUpdate('"slotId" must be the id of a slot that is offered.');
  }
  if (slotType !== undefined && !['AM', 'PM'].includes(slotType)) throw refusedUpdate('"slotType" must be AM or PM.');
  if (notBefore !== undefined && !(WITH_ZONE.test(notBefore) && Date.parse(notBefore) > 0)) {
    throw refusedUpdate('"notBefore" must be an ISO 8601 date-time with a zone, such as 2026-03-02T09:00:00Z.');
  }
}

const FIELDS = ['by', 'reason', 'slotId', 'notBefore', 'slotType'];
const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/;
