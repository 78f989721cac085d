import { condition, workflowInfo } from '@temporalio/workflow';
import type { OrderNotFound, OrderStatus, OverdueUnread, Polled } from '../../activities/orders.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { isTerminal, type OrderState as State } from '../../contract/states.ts';
import { orders } from './capabilities.ts';
import { FAILURE_OF_STATE, type Ending } from './endings.ts';
import type { OrderState } from './order-state.ts';
import { uncancelledScope } from './uncancelled-scope.ts';

/** How Octane's order ended, or that it is not found. */
export type Followed = { completed: OrderResult['state'] } | { ending: Ending };

/**
 * Waits for the order's next status, and shows it.
 *
 * @param custReqDate - ISO 8601: Octane holds the order until then, so nothing is overdue before.
 * @param poll - Runs the activity, unless it is cut off, with whatever patience and decisions it may need.
 * @returns how it ended; undefined while it goes on.
 */
export async function nextStatus(
  state: OrderState,
  orderId: string,
  custReqDate: string,
  poll: (run: () => Promise<Polled | undefined>) => Promise<Polled | undefined>,
): Promise<Followed | undefined> {
  const { record } = state;
  const { seen, dueDate, inJeopardy, ran, running } = record.following;
  const { flow, appointment } = state.progress;
  // The polls are planned around the visit.
  const isMoved = () => state.progress.appointment !== appointment;
  const notBefore = new Date(custReqDate).toISOString();
  const clock = { flow, ran, ...(running && { running }), notBefore, ...record.location };
  const order = { orderId, appointment, ...(seen && { seen }), dueDate, inJeopardy, clock };
  const polled = await poll(() => unlessCutOff(() => orders.follow(order), isMoved));
  if (!polled) return undefined;
  if ('notFoundSince' in polled) return { ending: notFound(orderId, polled) };
  if (!('status' in polled)) {
    showOverdue(state, polled);
    return undefined;
  }
  return took(state, orderId, polled);
}

/** The clock of the phase that the order is in. */
export function enterPhase({ record }: OrderState, phase: State, at: string): void {
  const { following } = record;
  const { running, ran } = following;
  if (phase === running?.phase) return;
  if (running) (ran[running.phase] ??= []).push({ from: running.since, to: at });
  following.running = { phase, since: at };
}

function took(state: OrderState, orderId: string, polled: OrderStatus): Followed | undefined {
  const { record } = state;
  const { state: orderState, status, at, jeopardy, reason } = polled;
  const isFirst = record.following.seen === undefined;
  const { dueDate, inJeopardy } = jeopardy;
  enterPhase(state, orderState, at);
  const { ran, running } = record.following;
  record.following = {
    seen: status,
    ran,
    ...(running && { running }),
    inJeopardy,
    ...(dueDate !== undefined && { dueDate }),
  };
  if (polled.lineSeqNo !== undefined) record.lineSeqNo = polled.lineSeqNo;
  const words = [status.orderStatus, status.orderSubStatus, status.orderExternalStatus].filter(Boolean).join(' / ');
  show(state, polled, words);
  if (!isTerminal(orderState)) return undefined;
  if (orderState === 'completed' || orderState === 'partial') {
    record.following.ended = { state: orderState, atOnce: isFirst };
    return { completed: orderState };
  }
  return {
    ending: {
      type: FAILURE_OF_STATE[orderState],
      message: `Octane ended order ${orderId} as "${words}"${reason === undefined ? '' : ` (${reason})`}.`,
      details: { orderId, orderStatus: words, code: orderState },
    },
  };
}

function show(state: OrderState, polled: OrderStatus, words: string): void {
  const { state: orderState, status, jeopardy, remediation, awaitsAppointment } = polled;
  const overdue = jeopardy.inJeopardy ? `; overdue: more than ${jeopardy.target ?? 'its target'}` : '';
  const until = remediation === undefined ? '' : `; to be mended by ${remediation}`;
  state.show(
    {
      ...status,
      state: orderState === 'completed' || orderState === 'partial' ? 'settling' : orderState,
      waitingFor: orderState === 'pending' ? 'customer' : 'octane',
      dueDate: jeopardy.dueDate,
      inJeopardy: jeopardy.inJeopardy,
      hint: awaitsAppointment
        ? 'The order goes on when another appointment is booked: ask the customer, and send the update `reschedule`.'
        : undefined,
    },
    `Octane says: ${words || 'nothing'}${until}${overdue}`,
  );
}

function showOverdue(state: OrderState, { jeopardy }: OverdueUnread): void {
  const { following } = state.record;
  following.inJeopardy = jeopardy.inJeopardy;
  if (jeopardy.dueDate !== undefined) following.dueDate = jeopardy.dueDate;
  state.showJeopardy(jeopardy);
}

function notFound(orderId: string, { notFoundSince }: OrderNotFound): Ending {
  return {
    type: 'OctaneUnexpectedAnswer',
    message: `Octane has answered since ${notFoundSince} that it knows no order ${orderId}.`,
    details: { orderId, code: 'orderNotFound' },
  };
}

/**
 * Runs a wait that may last for months. It is cut off when that is due, and when the history has grown so long (by transitions,
 * retries or updates) that the server asks for a new run.
 *
 * @returns undefined when it was cut off.
 */
async function unlessCutOff<T>(wait: () => Promise<T>, isDue: () => boolean): Promise<T | undefined> {
  const scope = uncancelledScope();
  const waiting = scope.run(wait);
  const isOver = () => workflowInfo().continueAsNewSuggested || isDue();
  const ended = await Promise.race([waiting.then(() => true), condition(isOver).then(() => false)]);
  if (ended) return waiting;
  scope.cancel();
  await waiting.catch(() => undefined);
  return undefined;
}
