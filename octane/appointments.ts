import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import type { Lenient } from './lenient.ts';
import { OctaneError } from './errors.ts';
import { localTimeOf } from './instants.ts';
import { checked } from './request.ts';
import { dateTime } from './shared-schemas.ts';

/** inferred from another wholesaler: the morning is 08–12, the afternoon 13–17, where the visit is. */
const slotType = z.enum(['AM', 'PM']);

/** inferred */
const appointment = z.object({
  appointmentId: z.string(),
  startTime: dateTime,
  endTime: dateTime,
  slotType,
  /** Such as Booked, In Progress, Completed, Missed. */
  status: z.string().optional(),
});
export type Appointment = Lenient<z.output<typeof appointment>>;

/** inferred */
const timeslot = z.object({ slotId: z.string(), startTime: dateTime, endTime: dateTime, slotType });
export type Timeslot = Lenient<z.output<typeof timeslot>>;

/** inferred: the query of Query Appointment Timeslots; a date, or a date-time. */
export const timeslotsQuery = z.strictObject({ dateFrom: z.union([z.iso.date(), dateTime]).optional() });

/** inferred: answer of Query Appointment Timeslots. */
export const timeslotsAnswer = z.object({
  currentAppointment: appointment.optional(),
  timeslots: z.array(timeslot),
});

/** inferred: body of Book Appointment. */
export const bookingRequest = z.strictObject({ slotId: z.string().min(1) });

/** inferred: answer of Book Appointment. */
export const bookingAnswer = z.object({
  success: z.boolean().optional(),
  appointmentId: z.string().optional(),
  startTime: dateTime.optional(),
  endTime: dateTime.optional(),
  slotType: slotType.optional(),
});
export type Booking = Lenient<z.output<typeof bookingAnswer>>;

export interface Timeslots {
  /** The appointment that the order has, if it has one. */
  currentAppointment?: Appointment;
  /** What can be booked in its place; a slot may be taken by the time it is booked. */
  timeslots: Timeslot[];
}

/** `startTime` and `endTime` are ISO 8601 with a zone, and absent when they cannot be read. */
export interface Appointments {
  /** inferred: the order's appointment, and the free slots on or after `dateFrom` (a date or a date-time; default: the earliest). */
  timeslots: (request: { orderId: string; dateFrom?: string | undefined }, signal?: AbortSignal) => Promise<Timeslots>;
  /**
   * inferred: books a slot, or moves the appointment to it; the same endpoint does both (documented). Booking the slot
   * that the order has already changes nothing.
   *
   * @throws OctaneError `OctaneRefused` when the slot is taken, or the appointment cannot be moved any more.
   */
  book: (request: { orderId: string; slotId: string }, signal?: AbortSignal) => Promise<Booking>;
}

/** @param timeZone - IANA name, of times without a zone. Default: they are not readable. */
export function appointments(http: OctaneHttp, timeZone?: string): Appointments {
  const withTimes = <Visit extends Pick<Booking, 'startTime' | 'endTime'>>({ startTime, endTime, ...visit }: Visit) => {
    const [starts, ends] = [localTimeOf(startTime, timeZone), localTimeOf(endTime, timeZone)];
    return {
      ...visit,
      ...(starts !== undefined && { startTime: starts }),
      ...(ends !== undefined && { endTime: ends }),
    };
  };
  return {
    timeslots: async ({ orderId, dateFrom }, signal) => {
      const query = checked('queryTimeslots', timeslotsQuery, { dateFrom });
      const call = { parameters: { orderId }, query, signal };
      const { currentAppointment, timeslots } = await http.read('queryTimeslots', timeslotsAnswer, call);
      if (!timeslots) throw noTimeslots();
      return {
        ...(currentAppointment && { currentAppointment: withTimes(currentAppointment) }),
        timeslots: timeslots.map(withTimes),
      };
    },
    book: async ({ orderId, slotId }, signal) => {
      const body = checked('bookAppointment', bookingRequest, { slotId });
      return withTimes(await http.read('bookAppointment', bookingAnswer, { parameters: { orderId }, body, signal }));
    },
  };
}

/** An answer without the list is not one of an order for which nothing can be booked. */
function noTimeslots(): OctaneError {
  return new OctaneError("Octane's queryTimeslots answered without a list of timeslots.", {
    type: 'OctaneUnexpectedAnswer',
    operation: 'queryTimeslots',
    outcome: 'unknown',
    retryable: true,
  });
}
