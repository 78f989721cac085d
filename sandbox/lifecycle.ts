import ms from 'ms';
import type { Slot } from './appointment-slots.ts';
import { addBusinessDays } from './calendar.ts';
import type { SubOrderType } from './create-request.ts';

/** One status that an order reaches, in Octane's words. */
export interface Stage {
  /** Milliseconds since the order started, or since what `from` names. */
  after: number;
  from?: 'visitStart' | 'visitEnd';
  /** Plus so many business days. */
  businessDays?: number;
  orderStatus: string;
  orderSubStatus?: string;
  orderExternalStatus?: string;
  orderReason?: string;
  /** Adds an order note that names the date of the next stage. */
  plansRemediation?: true;
  /** The order loses its appointment. */
  losesAppointment?: true;
  /** The order continues when an appointment is booked. */
  awaitsBooking?: true;
}

/** The stages of an order, until a booking or a cancellation replaces them. */
export type Script = readonly [Stage, ...Stage[]];

/** The status at which an order takes effect on the service. */
export const COMPLETED = 'Completed';

const ENDINGS = [COMPLETED, 'Rejected', 'Cancelled', 'Failed'];

export function hasEnded({ orderStatus }: Stage): boolean {
  return ENDINGS.includes(orderStatus);
}

/** From then on an activation can be neither cancelled nor rescheduled. */
export function isPastPointOfNoReturn({ orderExternalStatus }: Stage): boolean {
  return orderExternalStatus === 'In Progress';
}

/** Acknowledged, In Progress after 30 minutes, and then `end`. */
export function endingWith(end: Stage): Script {
  return [{ after: 0, orderStatus: 'Acknowledged' }, { after: ms('30 minutes'), orderStatus: 'In Progress' }, end];
}

const ACTIVATION: Script = [
  { after: 0, orderStatus: 'Acknowledged' },
  { after: ms('30 minutes'), orderStatus: 'In Progress', orderExternalStatus: 'Acknowledged' },
  { after: ms('2 hours'), orderStatus: 'In Progress', orderExternalStatus: 'In Progress' },
  { after: ms('8 hours'), orderStatus: COMPLETED },
];
const CHANGE = endingWith({ after: ms('3 hours'), orderStatus: COMPLETED });
const DISCONNECTION = endingWith({ after: ms('4 hours'), orderStatus: COMPLETED });

/** What happens to an order without an appointment when nothing goes wrong. */
export const NORMAL_SCRIPTS: Record<SubOrderType, Script> = {
  New: ACTIVATION,
  Transfer: ACTIVATION,
  Transition: ACTIVATION,
  PlanChange: CHANGE,
  Suspend: CHANGE,
  Unsuspend: CHANGE,
  Shape: CHANGE,
  Unshape: CHANGE,
  Disconnect: DISCONNECTION,
};

const BOOKED = { orderSubStatus: 'Appointment Booked' };

/** How every order with an appointment begins. */
export const VISIT_BEGINNING: Script = [
  { after: 0, orderStatus: 'Acknowledged', ...BOOKED },
  { after: ms('30 minutes'), orderStatus: 'In Progress', ...BOOKED, orderExternalStatus: 'Acknowledged' },
];

/** The technician is there. */
export const VISIT: Stage = {
  after: 0,
  from: 'visitStart',
  orderStatus: 'In Progress',
  orderExternalStatus: 'In Progress',
};

const VISIT_DONE: Stage = { after: 0, from: 'visitEnd', orderStatus: COMPLETED };

/** What happens to an order with an appointment when nothing goes wrong. */
export const VISIT_SCRIPT: Script = [...VISIT_BEGINNING, VISIT, VISIT_DONE];

/** What happens after an order that waits for an appointment gets one. */
export const BOOKED_AGAIN: Script = [
  { after: 0, orderStatus: 'In Progress', ...BOOKED, orderExternalStatus: 'Acknowledged' },
  VISIT,
  VISIT_DONE,
];

/** What happens after a cancellation is accepted. The last status is `orderStatus`. */
export function cancellation(orderStatus: 'Cancelled' | typeof COMPLETED): Script {
  return [
    { after: 0, orderStatus: 'Assessing Cancellation' },
    orderStatus === COMPLETED
      ? { after: ms('30 minutes'), orderStatus }
      : { after: ms('30 minutes'), orderStatus, orderReason: 'Withdrawn as requested' },
  ];
}

/** When an order reaches a stage, in milliseconds since the epoch. */
export interface Milestone {
  at: number;
  stage: Stage;
}

/** What the times of a script count from, in milliseconds since the epoch. */
export interface Course {
  /** When the script's first stage is reached. */
  beginsAt: number;
  /** What the other stages count from. */
  startsAt: number;
  appointment?: Slot | undefined;
}

/** When an order reaches each of a script's stages. */
export function timetable(script: Script, course: Course): Milestone[] {
  return script.map((stage, index) => ({ at: index === 0 ? course.beginsAt : timeOf(stage, course), stage }));
}

function timeOf({ after, from, businessDays = 0 }: Stage, { startsAt, appointment }: Course): number {
  if (from === undefined) return addBusinessDays(startsAt + after, businessDays);
  if (!appointment) throw new Error('Only an order with an appointment has a visit.');
  return addBusinessDays((from === 'visitStart' ? appointment.startsAt : appointment.endsAt) + after, businessDays);
}
