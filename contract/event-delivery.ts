import { isOrderEvent, type OrderEvent } from './events.ts';
import { fieldsOf } from './plain-objects.ts';

/** The workflow type that delivers the events of one order to one receiver; `nbn-events-<receiver>-<reference>`. */
export const DELIVER_EVENTS = 'deliverEvents';

/** The messages that a delivery takes. */
export const DELIVERY_MESSAGES = { events: 'events', sendAgain: 'sendAgain' } as const;

/** Of a receiver in the configuration. */
export const RECEIVER_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Whose events a delivery has; its memo too, so that it can be read without a worker. */
export interface DeliveryOf {
  /** The receiver's name in the configuration. */
  receiver: string;
  reference: string;
}

/** What a delivery knows; a run hands it to the run that continues it. */
export interface Delivery extends DeliveryOf {
  /** By sequence. */
  pending: OrderEvent[];
  /** The sequence of the latest event that was taken. */
  latest: number;
}

export function deliveryIdOf({ receiver, reference }: DeliveryOf): string {
  return `nbn-events-${receiver}-${reference}`;
}

export function isDeliveryOf(value: unknown): value is DeliveryOf {
  const { receiver, reference } = fieldsOf(value);
  return typeof receiver === 'string' && typeof reference === 'string';
}

export function isDelivery(value: unknown): value is Delivery {
  const { pending, latest } = fieldsOf(value);
  return isDeliveryOf(value) && Array.isArray(pending) && pending.every(isOrderEvent) && typeof latest === 'number';
}
