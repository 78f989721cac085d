import { Context } from '@temporalio/activity';
import { deliveryIdOf, DELIVER_EVENTS, DELIVERY_MESSAGES, type Delivery } from '../contract/event-delivery.ts';
import type { EventType, OrderEvent } from '../contract/events.ts';
import { TASK_QUEUES } from '../contract/names.ts';
import { PRIORITIES } from '../contract/priorities.ts';

/** Who is told what happens to orders. */
export interface Receiver {
  name: string;
  url: string;
  /** A file with a secret in each line, of which each signs. */
  secretFile: string;
  /** Default: all. */
  types?: readonly EventType[] | undefined;
}

export interface EventActivities {
  /** Hands the events of one order to their deliveries, one for each receiver. One that is handed over twice is delivered once. */
  publishEvents: (events: OrderEvent[]) => Promise<void>;
}

export function eventActivities({ events }: { events: { receivers: readonly Receiver[] } }): EventActivities {
  return {
    publishEvents: async (published) => {
      const [first] = published;
      if (!first) return;
      const { reference } = first.data;
      await Promise.all(
        events.receivers.map(async ({ name: receiver, types }) => {
          const wanted = published.filter(({ type }) => types?.includes(type) ?? true);
          if (wanted.length === 0) return;
          const delivery = { receiver, reference };
          await Context.current().client.workflow.signalWithStart(DELIVER_EVENTS, {
            workflowId: deliveryIdOf(delivery),
            taskQueue: TASK_QUEUES.orders,
            args: [{ ...delivery, pending: [], latest: 0 } satisfies Delivery],
            memo: { ...delivery },
            signal: DELIVERY_MESSAGES.events,
            signalArgs: [wanted],
            priority: { priorityKey: PRIORITIES.poll },
          });
        }),
      );
    },
  };
}
