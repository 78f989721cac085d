import type { ResolveAction } from './fallout.ts';

/** Who asks for something, and why; both stay in the order's history. */
export interface Asked {
  by: string;
  reason: string;
}

/** A person's decision about an order in fallout. */
export interface ResolveRequest extends Asked {
  action: ResolveAction;
  /** With `adopt`: the order that Octane has already. */
  orderId?: string;
  /** With `retry`: fields of the input to replace; the order starts over from its checks. */
  input?: Record<string, unknown>;
}

export type WithdrawRequest = Asked;

/** The verdict on a withdrawal. After `accepted` the order's own end says what really happened: completion can win the race. */
export interface Withdrawal {
  accepted: boolean;
  why: string;
}

/** A wish for another appointment: an exact slot, or the first that fits. */
export interface RescheduleRequest extends Asked {
  slotId?: string;
  /** ISO 8601: not before this instant. */
  notBefore?: string;
  slotType?: 'AM' | 'PM';
}

export interface BookedAppointment {
  appointmentId: string;
  /** ISO 8601. */
  startTime: string;
  endTime: string;
}
