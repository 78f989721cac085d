import type { FalloutCode } from './fallout.ts';
import { FLOWS, type Flow } from './names.ts';
import { fieldsOf } from './plain-objects.ts';
import type { OrderState } from './states.ts';

/**
 * What receivers are told about orders, as Standard Webhooks. One change of an order may be several events.
 *
 * - `order.stateChanged`: the order is in another state, and has not ended; the first event of an order is one too
 * - `order.fallout`: a person must decide; `falloutCode` says why
 * - `order.jeopardy`: a target is missed, or no longer so; `inJeopardy` tells which
 * - `order.appointment`: an appointment was booked or moved
 * - `order.ended`: the order has ended; `state` says how
 */
export const EVENT_TYPES = [
  'order.stateChanged',
  'order.fallout',
  'order.jeopardy',
  'order.appointment',
  'order.ended',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The body of a webhook. It is thin: how the order stands is asked for, and nothing personal is in it. */
export interface OrderEvent {
  type: EventType;
  /** ISO 8601: when it happened, by the Temporal server's clock. */
  timestamp: string;
  data: {
    reference: string;
    flow: Flow;
    /** Grows with each event of a reference, also when that is started again; gaps mean nothing. */
    sequence: number;
    state: OrderState;
    orderId?: string;
    falloutCode?: FalloutCode;
    inJeopardy?: boolean;
    /** ISO 8601: when the current phase should be over. */
    dueDate?: string;
    /** ISO 8601. */
    appointment?: { startTime: string; endTime: string };
    /** Where the order is found; only as it is sent, and where `ordersUrl` is configured. */
    url?: string;
  };
}

/** The id of a webhook: a receiver that gets it twice has had it. */
export function eventIdOf({ data }: OrderEvent): string {
  return `${data.reference}_${data.sequence}`;
}

/** Whether a message from elsewhere is an event that can be sent. */
export function isOrderEvent(value: unknown): value is OrderEvent {
  const { type, timestamp, data } = fieldsOf(value);
  const { reference, flow, sequence, state } = fieldsOf(data);
  return (
    EVENT_TYPES.some((known) => known === type) &&
    typeof timestamp === 'string' &&
    typeof reference === 'string' &&
    FLOWS.some((known) => known === flow) &&
    typeof sequence === 'number' &&
    typeof state === 'string'
  );
}
