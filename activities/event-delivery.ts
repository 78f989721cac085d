import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveryOf } from '../contract/event-delivery.ts';
import { eventIdOf, type OrderEvent } from '../contract/events.ts';
import type { Receiver } from './events.ts';
import { notYet } from './failures.ts';
import type { WebhookAnswer, Webhooks } from './webhook.ts';

export interface EventSettings {
  receivers: readonly Receiver[];
  /** Where a caller finds an order, before its reference: such as https://orders.example.net/v1/orders */
  ordersUrl?: string | undefined;
}

/** What became of a webhook; `givenUp`: this one is not sent again by itself. */
export type WebhookOutcome = WebhookAnswer['is'] | 'givenUp';

export interface EventDeliverySettings extends EventSettings {
  onWebhook: (receiver: string, outcome: WebhookOutcome) => void;
}

export interface EventDeliveryActivities {
  /** Sends one event to one receiver. It fails until that has taken it, so that Temporal's retry is the next try; for some three days. */
  deliverEvent: (delivery: DeliveryOf & { event: OrderEvent }) => Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Milliseconds from one try to the next: those that Standard Webhooks suggests. */
const DELAYS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
/** A receiver that is gone for good, by Standard Webhooks. */
const GONE = 410;
const NOT_DELIVERED = 'EventNotDelivered';

export function eventDeliveryActivities(
  { receivers, ordersUrl, onWebhook }: EventDeliverySettings,
  webhooks: Webhooks,
): EventDeliveryActivities {
  return {
    deliverEvent: async ({ receiver: name, reference, event }) => {
      const receiver = receivers.find((known) => known.name === name);
      // Another worker may know it, while workers are being replaced.
      if (!receiver) throw again(name, event, 'is not in NBN_CONFIG events.receivers', undefined);
      const link = ordersUrl === undefined ? {} : { url: `${ordersUrl}/${encodeURIComponent(reference)}` };
      const body = JSON.stringify({ ...event, data: { ...event.data, ...link } });
      const { url, secretFile } = receiver;
      const { cancellationSignal: signal } = Context.current();
      const answer = await webhooks
        .send({ id: eventIdOf(event), body, url, secretFile, signal })
        .catch((error: unknown): WebhookAnswer => {
          signal.throwIfAborted();
          return { is: 'noAnswer', why: error instanceof Error ? error.message : 'unknown' };
        });
      const failure = failureOf(answer, name, event);
      onWebhook(name, failure?.nonRetryable ? 'givenUp' : answer.is);
      if (failure) throw failure;
    },
  };
}

/** undefined for an event that was taken. */
function failureOf(answer: WebhookAnswer, receiver: string, event: OrderEvent): ApplicationFailure | undefined {
  switch (answer.is) {
    case 'taken':
      return undefined;
    case 'refused': {
      const { httpStatus, retryAfter } = answer;
      const why = `answers with HTTP ${httpStatus}`;
      return httpStatus === GONE
        ? givenUp(receiver, event, `${why}: it is gone`)
        : again(receiver, event, why, retryAfter);
    }
    case 'noAnswer':
      return again(receiver, event, `does not answer: ${answer.why}`, undefined);
  }
}

function again(receiver: string, event: OrderEvent, why: string, retryAfter: number | undefined): ApplicationFailure {
  const delay = DELAYS[Context.current().info.attempt - 1];
  if (delay === undefined) return givenUp(receiver, event, why);
  // Spread, because many events may wait for the same receiver.
  const spread = delay * (1 + Math.random() / 10);
  return notYet(NOT_DELIVERED, sentence(receiver, event, why), Math.round(Math.max(spread, retryAfter ?? 0)));
}

function givenUp(receiver: string, event: OrderEvent, why: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(sentence(receiver, event, why), NOT_DELIVERED);
}

function sentence(receiver: string, { type, data }: OrderEvent, why: string): string {
  return `${type} of order ${data.reference} is not delivered: the receiver ${receiver} ${why}.`;
}
