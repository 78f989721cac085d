import { Context } from '@temporalio/activity';
import { isTerminal, type OctaneOrderState, type OrderState, type RawStatus } from '../contract/states.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { plannedRemediationOf, type OrderDetail } from '../octane/order-detail.ts';
import { awaitsAppointment, orderStateOf, type StatusRow } from '../octane/statuses.ts';
import { untilNextPoll, untilNextTry, type CadenceSettings, type Situation } from '../rules/cadence.ts';
import { notYet, retryableOctaneFailure } from './failures.ts';
import type { JeopardyActivities, JeopardyAssessment } from './jeopardy.ts';

/** When a phase's clock has run so far; ISO 8601. */
export interface Interval {
  from: string;
  to: string;
}

/** What the jeopardy of an order depends on, besides its status. */
export interface Clock {
  flow: string;
  serviceClass?: string | undefined;
  /** Where the service is, an Australian state. */
  state?: string | undefined;
  /** Intervals that are over, by phase. */
  ran: Partial<Record<OrderState, Interval[]>>;
  /** The phase that was running when the workflow last knew, and since when. */
  running?: { phase: OrderState; since: string };
  /** Nothing can be overdue before the date that the customer asked for; ISO 8601 in UTC. */
  notBefore: string;
}

export interface OrderToFollow {
  orderId: string;
  /** The status the workflow knows; nothing on the first poll. */
  seen?: RawStatus;
  clock: Clock;
  /** ISO 8601: when the phase is due. Once that is past, the order returns although nothing has changed. */
  dueDate?: string | undefined;
  /** Whether the workflow knows that it is past: then each business day escalates, without an event in the history. */
  inJeopardy?: boolean | undefined;
  /** ISO 8601: the appointment that the workflow knows of; around it news are likely. */
  appointment?: { startTime: string; endTime: string } | undefined;
}

/** What a poll found that the workflow has to know. */
export type Polled = OrderStatus | OverdueUnread | OrderNotFound;

/** The order could not be read, and its target is missed: that is known all the same. */
export interface OverdueUnread {
  jeopardy: JeopardyAssessment;
}

/** Octane has answered for a day that it knows no such order. */
export interface OrderNotFound {
  /** ISO 8601. */
  notFoundSince: string;
}

export interface OrderStatus {
  status: RawStatus;
  state: OctaneOrderState | 'unknown';
  /** ISO 8601: when it was read. */
  at: string;
  jeopardy: JeopardyAssessment;
  /** YYYY-MM-DD: by when the provider means to have mended what holds the order. */
  remediation?: string;
  /** The order stands still until somebody books an appointment. */
  awaitsAppointment?: true;
  /** Octane's words for why, where it gives any. */
  reason?: string;
  /** The service line that the order is about, once it has one. */
  lineSeqNo?: number;
}

export interface OrderActivities {
  /**
   * Reads the order once. Returns what is news, or that a target is missed; else fails as "pending", which makes Temporal's retry
   * the poll: no history event, no worker slot, nothing in memory until the next attempt. A poll that fails is repeated, whatever Octane
   * answered, and it still watches the due date.
   */
  followOrder: (order: OrderToFollow) => Promise<Polled>;
  /** Asks Octane to withdraw an order. Asking twice is asking once. */
  cancelOrder: (order: { orderId: string }) => Promise<void>;
}

export interface OrderSettings extends Pick<CadenceSettings, 'pollInterval' | 'requestsPerSecond'> {
  /** How many orders are followed, as far as is known by now. */
  openOrders?: (() => number | undefined) | undefined;
  statusRows: readonly StatusRow[];
  assessJeopardy: JeopardyActivities['assessJeopardy'];
  /** Called each business day on which an order is still in jeopardy. */
  onEscalation: (orderId: string, state: OrderState, dueDate: string | undefined) => void;
  /** Called when an order has a status that no row maps. */
  onUnknownStatus: (orderId: string, orderStatus: string | undefined) => void;
}

export function orderActivities(octane: Octane, settings: OrderSettings): OrderActivities {
  return {
    followOrder: async (order) => {
      const { orderId } = order;
      const { cancellationSignal, info } = Context.current();
      // The server's clock, which is the workflow's too.
      const at = new Date(info.currentAttemptScheduledTimestampMs).toISOString();
      try {
        const detail = await octane.orders.get(orderId, cancellationSignal);
        const status = statusOf(detail, settings);
        if (isNews(order, status)) {
          if (status.state === 'unknown') settings.onUnknownStatus(orderId, detail.orderStatus);
          return { ...status, at, jeopardy: await assess(status.state, order.clock, at, settings) };
        }
        const missed = await judgeUnchanged(order, at, undefined, settings);
        if (missed) return { ...status, at, jeopardy: missed };
      } catch (error) {
        if (!(error instanceof OctaneError)) throw error;
        const notFoundSince = error.isNotFound ? (lastPoll().notFoundSince ?? at) : undefined;
        if (notFoundSince !== undefined && Date.parse(at) - Date.parse(notFoundSince) >= NOT_FOUND_FOR_GOOD) {
          return { notFoundSince };
        }
        const missed = await judgeUnchanged(order, at, notFoundSince, settings);
        if (missed) return { jeopardy: missed };
        // Octane has this order, so whatever the answer, another poll makes sense.
        throw retryableOctaneFailure(error, untilNextTry(...planOf(order, settings)));
      }
      throw notYet('OrderPending', `Order ${orderId} has not changed.`, untilNextPoll(...planOf(order, settings)));
    },

    cancelOrder: async ({ orderId }) => {
      await octane.orders.cancel(orderId, Context.current().cancellationSignal);
    },
  };
}

/** The clock runs while the provider's side has to move, and stands still while the customer has. */
async function assess(
  state: OrderState,
  { ran, running, notBefore, ...place }: Clock,
  at: string,
  settings: OrderSettings,
): Promise<JeopardyAssessment> {
  if (isTerminal(state)) return { inJeopardy: false };
  const since = running?.phase === state ? running.since : at;
  try {
    return await settings.assessJeopardy({
      ...place,
      phase: state,
      ran: ran[state] ?? [],
      ...(state !== 'pending' && { runningSince: since < notBefore ? notBefore : since }),
      now: at,
    });
  } catch (error) {
    // Such as a date beyond the calendar. Following the order is what matters.
    Context.current().log.warn('The due date cannot be calculated', { state, error });
    return { inJeopardy: false };
  }
}

/** Milliseconds: an order that was just created may take a while to show, and a day-long 404 is no accident. */
const NOT_FOUND_FOR_GOOD = 24 * 3_600_000;

/** What a poll leaves for the next one. All are ISO 8601. */
interface LastPoll {
  /** When it escalated last, so that it does so once for each business day. */
  escalatedAt?: string | undefined;
  /** Since when Octane answers that it knows no such order. */
  notFoundSince?: string | undefined;
}

function lastPoll(): LastPoll {
  return (Context.current().info.heartbeatDetails as LastPoll | undefined) ?? {};
}

/**
 * Watches the due date of an order that is as the workflow knows it.
 *
 * @returns how it stands when the target has just been missed, which the workflow has to know.
 */
async function judgeUnchanged(
  { orderId, seen, clock, dueDate, inJeopardy = false }: OrderToFollow,
  at: string,
  notFoundSince: string | undefined,
  settings: OrderSettings,
): Promise<JeopardyAssessment | undefined> {
  const phase = clock.running?.phase ?? 'unknown';
  const last = lastPoll();
  let { escalatedAt } = last;
  if (inJeopardy) {
    const due = escalatedAt === undefined ? undefined : await assess(phase, clock, escalatedAt, settings);
    const isNextDay = due?.nextEscalation !== undefined && at >= due.nextEscalation;
    if (isNextDay) settings.onEscalation(orderId, phase, due.dueDate);
    if (isNextDay || escalatedAt === undefined) escalatedAt = at;
  }
  if (escalatedAt !== last.escalatedAt || notFoundSince !== last.notFoundSince) {
    Context.current().heartbeat({ escalatedAt, notFoundSince } satisfies LastPoll);
  }
  // Before the first status no due date is known.
  const isDue = dueDate === undefined ? seen === undefined : at >= dueDate;
  if (inJeopardy || !isDue) return undefined;
  const jeopardy = await assess(phase, clock, at, settings);
  return jeopardy.inJeopardy ? jeopardy : undefined;
}

/** Whether the workflow has to know. The same words may stand for another state by now: NBN_CONFIG maps them. */
function isNews({ seen, clock }: OrderToFollow, { status, state }: Pick<OrderStatus, 'status' | 'state'>): boolean {
  return seen === undefined || !sameStatus(seen, status) || state !== clock.running?.phase;
}

function statusOf(detail: OrderDetail, { statusRows }: OrderSettings): Omit<OrderStatus, 'at' | 'jeopardy'> {
  const { orderStatus, orderSubStatus, orderExternalStatus, orderReason: reason, service } = detail;
  const status: RawStatus = { orderStatus, orderSubStatus, orderExternalStatus };
  const state = orderStateOf(status, statusRows);
  const remediation = plannedRemediationOf(detail);
  return {
    status,
    state,
    ...(state === 'held' && remediation !== undefined && { remediation }),
    ...(awaitsAppointment(status, statusRows) && { awaitsAppointment: true as const }),
    ...(reason !== undefined && { reason }),
    ...(service?.lineSeqNo !== undefined && service.lineSeqNo > 0 && { lineSeqNo: service.lineSeqNo }),
  };
}

function sameStatus(one: RawStatus, other: RawStatus): boolean {
  return (
    one.orderStatus === other.orderStatus &&
    one.orderSubStatus === other.orderSubStatus &&
    one.orderExternalStatus === other.orderExternalStatus
  );
}

/** What the time of the next poll depends on, at an order that is as the workflow knows it. */
function planOf(
  { clock, dueDate, inJeopardy, appointment }: OrderToFollow,
  settings: OrderSettings,
): Parameters<typeof untilNextPoll> {
  // The server's clock, as above.
  const now = Context.current().info.currentAttemptScheduledTimestampMs;
  const { phase, since } = clock.running ?? { phase: 'unknown' as const, since: undefined };
  const situation: Situation = {
    state: phase,
    now,
    since: since === undefined ? now : Date.parse(since),
    dueDate: dueDate === undefined ? undefined : Date.parse(dueDate),
    inJeopardy,
    appointment: appointment && {
      startsAt: Date.parse(appointment.startTime),
      endsAt: Date.parse(appointment.endTime),
    },
  };
  return [situation, { ...settings, openOrders: settings.openOrders?.() }, Math.random()];
}
