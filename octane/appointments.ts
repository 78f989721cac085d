import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import { fieldOf, partsOf } from './envelope.ts';
import { lenient, type Lenient } from './lenient.ts';
import { localTimeOf } from './instants.ts';
import { checked } from './request.ts';
import { dateTime } from './shared-schemas.ts';
import type { Words } from './words.ts';

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

/** `timeZone`: IANA name, of times without a zone. Default: they are not readable. */
export function appointments(
  http: OctaneHttp,
  { words, timeZone }: { words: Words; timeZone?: string | undefined },
): Appointments {
  const understood = <Visit extends Pick<Booking, 'startTime' | 'endTime' | 'slotType'>>(booked: Visit) => {
    const { startTime, endTime, slotType, ...visit } = booked;
    const [starts, ends] = [localTimeOf(startTime, timeZone), localTimeOf(endTime, timeZone)];
    return {
      ...visit,
      ...(slotType !== undefined && { slotType: words.meaning('slotTypes', slotType) ?? slotType }),
      ...(starts !== undefined && { startTime: starts }),
      ...(ends !== undefined && { endTime: ends }),
    };
  };
  return {
    timeslots: async ({ orderId, dateFrom }, signal) => {
      const query = checked('queryTimeslots', timeslotsQuery, { dateFrom });
      const call = { parameters: { orderId }, query, signal };
      const { rows, json } = await http.readList('queryTimeslots', timeslotsAnswer.shape.timeslots, call);
      const current = partsOf(json).flatMap((part) => fieldOf(part, 'currentAppointment') ?? []);
      const { data: currentAppointment } = lenient(appointment).safeParse(current[0]);
      return {
        ...(currentAppointment && { currentAppointment: understood(currentAppointment) }),
        timeslots: rows.map(understood),
      };
    },
    book: async ({ orderId, slotId }, signal) => {
      const body = checked('bookAppointment', bookingRequest, { slotId });
      return understood(await http.read('bookAppointment', bookingAnswer, { parameters: { orderId }, body, signal }));
    },
  };
}
