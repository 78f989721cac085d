import { Context } from '@temporalio/activity';
import type { AppointmentSlot, SlotsInput } from '../contract/appointment-slots.ts';
import { SLOT_TYPES } from '../contract/update-requests.ts';
import type { BookedAppointment } from '../contract/updates.ts';
import type { Timeslot } from '../octane/appointments.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { finalFailure } from './failures.ts';

export interface AppointmentWish {
  orderId: string;
  /** An exact slot; without it the first that fits. */
  slotId?: string | undefined;
  /** ISO 8601 */
  notBefore?: string | undefined;
  slotType?: 'AM' | 'PM' | undefined;
}

/** Enough for weeks; more would only make the answer long. */
const MOST_SLOTS = 100;

export interface AppointmentActivities {
  /** What the appointment can be moved to, earliest first; a slot whose times cannot be read is left out. */
  listSlots: (wish: SlotsInput) => Promise<AppointmentSlot[]>;

  /**
   * Books a slot, or moves the appointment to it. A slot that is lost between listing and booking is replaced by the next that
   * fits; an exact slot is not. A repetition begins with the slot of the attempt before: booking the slot that the order has
   * already changes nothing, and it is listed no more.
   *
   * @throws ApplicationFailure `OctaneRefused` when Octane refuses (past the point of no return, too close to the visit), or
   * `InvalidOrder` when no slot fits.
   */
  bookAppointment: (wish: AppointmentWish) => Promise<BookedAppointment>;
}

/** How often a slot may be lost before a person should look. */
const TRIES = 3;

export function appointmentActivities(octane: Octane): AppointmentActivities {
  return {
    listSlots: async ({ orderId, notBefore }) => {
      const signal = Context.current().cancellationSignal;
      const { timeslots } = await octane.appointments.timeslots({ orderId, dateFrom: notBefore }, signal);
      return timeslots
        .flatMap(({ slotId, startTime, endTime, slotType }): AppointmentSlot[] => {
          if (slotId === undefined || startTime === undefined || endTime === undefined) return [];
          const half = SLOT_TYPES.find((type) => type === slotType);
          return [{ slotId, startTime, endTime, ...(half && { slotType: half }) }];
        })
        .filter(({ startTime }) => notBefore === undefined || Date.parse(startTime) >= Date.parse(notBefore))
        .sort((one, other) => Date.parse(one.startTime) - Date.parse(other.startTime))
        .slice(0, MOST_SLOTS);
    },

    bookAppointment: async ({ orderId, slotId, notBefore, slotType }) => {
      const signal = Context.current().cancellationSignal;
      const tried = slotTriedBefore(slotId);
      if (tried !== undefined) {
        try {
          return await book(orderId, { slotId: tried });
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
      }
      for (let tries = 1; ; tries += 1) {
        const { timeslots } = await octane.appointments.timeslots({ orderId, dateFrom: notBefore }, signal);
        const listedSlot = timeslots.find((listed) => fits(listed, { slotId, notBefore, slotType }));
        // Octane lists the next slots only, so an exact one may be free beyond them.
        const slot = listedSlot ?? { slotId };
        if (slot.slotId === undefined) throw noSlotFits(orderId, slotId, timeslots);
        try {
          return await book(orderId, { ...slot, slotId: slot.slotId });
        } catch (error) {
          if (!isRefusal(error) || tries === TRIES) throw error;
          // A refused slot that is listed no more was lost; one that still is was refused for another reason.
          const { timeslots: left } = await octane.appointments.timeslots({ orderId, dateFrom: notBefore }, signal);
          if (left.some((listed) => listed.slotId === slot.slotId)) throw error;
          if (slotId !== undefined) throw noSlotFits(orderId, slotId, left);
        }
      }
    },
  };

  async function book(orderId: string, slot: Timeslot & { slotId: string }): Promise<BookedAppointment> {
    const { slotId } = slot;
    Context.current().heartbeat({ slotId } satisfies TriedSlot);
    const booked = await octane.appointments.book({ orderId, slotId }, Context.current().cancellationSignal);
    return {
      appointmentId: booked.appointmentId ?? slotId,
      startTime: booked.startTime ?? slot.startTime ?? '',
      endTime: booked.endTime ?? slot.endTime ?? '',
    };
  }
}

/** What an attempt leaves for the next one. */
interface TriedSlot {
  slotId: string;
}

function slotTriedBefore(exact: string | undefined): string | undefined {
  const { info } = Context.current();
  if (info.attempt === 1) return undefined;
  return exact ?? (info.heartbeatDetails as TriedSlot | undefined)?.slotId;
}

function isRefusal(error: unknown): error is OctaneError {
  return error instanceof OctaneError && error.type === 'OctaneRefused';
}

function fits(slot: Timeslot, wish: Omit<AppointmentWish, 'orderId'>): boolean {
  if (wish.slotId !== undefined) return slot.slotId === wish.slotId;
  // A slot whose time cannot be read may be before that.
  const isLate = wish.notBefore === undefined || Date.parse(slot.startTime ?? '') >= Date.parse(wish.notBefore);
  return isLate && (wish.slotType === undefined || slot.slotType === wish.slotType);
}

function noSlotFits(orderId: string, slotId: string | undefined, listed: Timeslot[]) {
  const offered = listed
    .slice(0, 10)
    .map((slot) => `${slot.slotId ?? '?'} (${slot.startTime ?? '?'} ${slot.slotType ?? ''})`);
  return finalFailure(
    'InvalidOrder',
    `${slotId === undefined ? 'No slot fits' : `Slot ${slotId} is not offered, or not any more,`} for order ${orderId}. Offered: ${offered.join(', ') || 'none'}.`,
    { orderId, fields: [{ path: slotId === undefined ? 'notBefore' : 'slotId', message: 'no such slot is offered' }] },
  );
}
