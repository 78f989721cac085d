import type { z } from 'zod';
import type { timeslotsAnswer } from '../octane/appointments.ts';
import type { Slot } from './appointment-slots.ts';
import { COMPLETED, hasEnded, type Stage } from './lifecycle.ts';
import { iso } from './time.ts';

type TimeslotsAnswer = z.output<typeof timeslotsAnswer>;

/** The technician's visit of an order. */
export interface Appointment extends Slot {
  appointmentId: string;
}

/** An appointment that begins sooner than this cannot be moved. */
export const NOTICE_HOURS = 24;

/** As Query Appointment Timeslots answers the appointment of an order at this stage. */
export function appointmentView(
  appointment: Appointment,
  stage: Stage,
  now: number,
): NonNullable<TimeslotsAnswer['currentAppointment']> {
  const { slotType, startsAt, endsAt } = appointment;
  return {
    appointmentId: appointment.appointmentId,
    startTime: iso(startsAt),
    endTime: iso(endsAt),
    slotType,
    status: statusOf(appointment, stage, now),
  };
}

export function slotView({ slotId, slotType, startsAt, endsAt }: Slot): TimeslotsAnswer['timeslots'][number] {
  return { slotId, startTime: iso(startsAt), endTime: iso(endsAt), slotType };
}

/** inferred: the status words. */
function statusOf({ startsAt }: Appointment, stage: Stage, now: number): string {
  if (hasEnded(stage)) return stage.orderStatus === COMPLETED ? 'Completed' : 'Cancelled';
  if (stage.awaitsBooking) return 'Missed';
  return now < startsAt ? 'Booked' : 'In Progress';
}
