import { fieldsOf } from './plain-objects.ts';
import type { SLOT_TYPES } from './update-requests.ts';

/** The workflow type that lists what an appointment can be moved to; it changes nothing. */
export const APPOINTMENT_SLOTS = 'appointmentSlots';

export interface SlotsInput {
  /** Octane's number of the order. */
  orderId: string;
  /** ISO 8601: not before this instant. Default: Octane's earliest. */
  notBefore?: string;
}

/** What can be booked, until somebody else does. */
export interface AppointmentSlot {
  slotId: string;
  /** ISO 8601. */
  startTime: string;
  endTime: string;
  slotType?: (typeof SLOT_TYPES)[number];
}

export function isSlotsInput(value: unknown): value is SlotsInput {
  const { orderId, notBefore } = fieldsOf(value);
  return typeof orderId === 'string' && (notBefore === undefined || typeof notBefore === 'string');
}
