import { CancellationScope, log } from '@temporalio/workflow';
import { tell } from '../../contract/happenings.ts';
import type { EventType, OrderEvent } from '../../contract/events.ts';
import type { Progress } from '../../contract/outputs.ts';
import { isTerminal } from '../../contract/states.ts';
import { events } from './capabilities.ts';
import type { OrderRecord } from './carried-record.ts';
import { endingOf } from './endings.ts';

/** The events of an order that no receiver was told of yet. */
export interface Outbox {
  pending: OrderEvent[];
  /** The sequence of the latest event. */
  latest: number;
}

/** More are only pending while Temporal itself refuses to take them. The newest say how the order stands. */
const MOST_PENDING = 100;

/** From now on receivers are told what happens to the order. The first event says how it stands. */
export function beginEvents(record: OrderRecord): void {
  if (record.events) return;
  record.events = { pending: [], latest: 0 };
  add(record.events, record.progress, [isTerminal(record.progress.state) ? 'order.ended' : 'order.stateChanged']);
}

/** Takes what a change of an order is to receivers, if there are any. */
export function addEvents({ events: outbox, progress }: OrderRecord, before: Readonly<Progress>): void {
  if (outbox) add(outbox, progress, typesOf(before, progress));
}

function typesOf(before: Readonly<Progress>, { state, inJeopardy = false, appointment }: Progress): EventType[] {
  const types: EventType[] = [];
  if (appointment !== undefined && appointment.startTime !== before.appointment?.startTime) {
    types.push('order.appointment');
  }
  if (state !== before.state && state === 'fallout') types.push('order.fallout');
  else if (state !== before.state && !isTerminal(state)) types.push('order.stateChanged');
  // An end ends a jeopardy too, which needs no event of its own.
  if (state !== before.state && isTerminal(state)) types.push('order.ended');
  else if (inJeopardy !== (before.inJeopardy ?? false)) types.push('order.jeopardy');
  return types;
}

function add(outbox: Outbox, progress: Progress, types: EventType[]): void {
  const { reference, flow, state, orderId, fallout, inJeopardy, dueDate, appointment } = progress;
  for (const type of types) {
    // By the clock, so that it also grows when the order is reset, or its reference is started again.
    outbox.latest = Math.max(outbox.latest + 1, Date.now());
    outbox.pending.push({
      type,
      timestamp: new Date().toISOString(),
      data: {
        reference,
        flow,
        sequence: outbox.latest,
        state,
        ...(orderId !== undefined && { orderId }),
        ...(fallout && { falloutCode: fallout.code }),
        ...(inJeopardy !== undefined && { inJeopardy }),
        ...(dueDate !== undefined && { dueDate }),
        ...(appointment && { appointment: { startTime: appointment.startTime, endTime: appointment.endTime } }),
      },
    });
  }
  outbox.pending.splice(0, outbox.pending.length - MOST_PENDING);
}

/**
 * Hands the events of an order to their delivery, before the order waits for something. Costs one event of the history, or none where
 * nothing is pending. What cannot be handed over stays pending, and never stops the order.
 */
export async function publishEvents({ events: outbox }: OrderRecord): Promise<void> {
  if (!outbox || outbox.pending.length === 0) return;
  const batch = [...outbox.pending];
  const { latest } = outbox;
  try {
    await CancellationScope.nonCancellable(() => events.publish(batch));
  } catch (error) {
    tell(log, 'eventsNotHandedOver', { events: batch.length, why: endingOf(error)?.message });
    return;
  }
  // Updates may have added more meanwhile.
  outbox.pending = outbox.pending.filter(({ data }) => data.sequence > latest);
}
