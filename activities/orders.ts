import { Context } from '@temporalio/activity';
import { isTerminal, type OctaneOrderState, type OrderState, type RawStatus } from '../contract/states.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { redact } from '../octane/redaction.ts';
import { plannedRemediationOf } from '../octane/order-detail.ts';
import { awaitsAppointment, orderStateOf, type StatusRow } from '../octane/statuses.ts';
import { untilNextLook, untilNextTry, type CadenceSettings, type Situation } from '../rules/cadence.ts';
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
  /** The status the workflow knows; nothing on the first look. */
  seen?: RawStatus;
  clock: Clock;
  /** ISO 8601: when the phase is due. Once that is past, the order returns although nothing has changed. */
  dueDate?: string | undefined;
  /** Whether the workflow knows that it is past: then each business day escalates, without an event in the history. */
  inJeopardy?: boolean | undefined;
  /** ISO 8601: the appointment that the workflow knows of; around it news are likely. */
  appointment?: { startTime: string; endTime: string } | undefined;
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
   * Reads the order once. Returns its status when it is news or a target is missed; else fails as "pending", which
   * makes Temporal's retry the poll: no history event, no worker slot, nothing in memory until the next attempt.
   */
  followOrder: (order: OrderToFollow) => Promise<OrderStatus>;
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
      const { orderId, seen, clock, dueDate, inJeopardy = false } = order;
      const { cancellationSignal, info } = Context.current();
      const detail = await octane.orders.get(orderId, cancellationSignal).catch((error: unknown) => {
        // Octane has this order, so whatever the answer, it is worth another look later.
        throw error instanceof OctaneError
          ? retryableOctaneFailure(error, untilNextTry(...planOf(order, settings)))
          : error;
      });
      const { orderStatus, orderSubStatus, orderExternalStatus, orderReason, service } = detail;
      const remediation = plannedRemediationOf(detail);
      const status: RawStatus = { orderStatus, orderSubStatus, orderExternalStatus };
      // The server's clock, which is the workflow's too.
      const at = new Date(info.currentAttemptScheduledTimestampMs).toISOString();
      const state = orderStateOf(status, settings.statusRows);
      // The same words may stand for another state since the workflow knew them: NBN_CONFIG maps them now.
      const changed = seen === undefined || !sameStatus(seen, status) || state !== clock.running?.phase;
      if (!changed) {
        if (inJeopardy) await escalateEachBusinessDay(orderId, state, clock, at, settings);
        if (inJeopardy || dueDate === undefined || at < dueDate) {
          throw notYet('OrderPending', `Order ${orderId} has not changed.`, untilNextLook(...planOf(order, settings)));
        }
      }
      if (changed && state === 'unknown') settings.onUnknownStatus(orderId, orderStatus);
      return {
        status,
        state,
        at,
        jeopardy: await assess(state, clock, at, settings),
        ...(state === 'held' && remediation !== undefined && { remediation }),
        ...(awaitsAppointment(status, settings.statusRows) && { awaitsAppointment: true }),
        // Octane's free text may repeat what the order says of people.
        ...(orderReason !== undefined && { reason: redact(orderReason, { ...detail, orderNotes: [] }) }),
        ...(service?.lineSeqNo !== undefined && service.lineSeqNo > 0 && { lineSeqNo: service.lineSeqNo }),
      };
    },

    cancelOrder: async ({ orderId }) => {
      await octane.orders.cancel(orderId, Context.current().cancellationSignal);
    },
  };
}

/** The clock runs while the provider's side has to move, and stands still while the customer has. */
function assess(
  state: OrderState,
  { ran, running, notBefore, ...place }: Clock,
  at: string,
  settings: OrderSettings,
): Promise<JeopardyAssessment> {
  if (isTerminal(state)) return Promise.resolve({ inJeopardy: false });
  const since = running?.phase === state ? running.since : at;
  return settings.assessJeopardy({
    ...place,
    phase: state,
    ran: ran[state] ?? [],
    ...(state !== 'pending' && { runningSince: since < notBefore ? notBefore : since }),
    now: at,
  });
}

/** What an attempt leaves for the next one, so that an escalation is not repeated before the next business day. */
interface Escalated {
  escalatedAt: string;
}

async function escalateEachBusinessDay(
  orderId: string,
  state: OrderState,
  clock: Clock,
  at: string,
  settings: OrderSettings,
): Promise<void> {
  const context = Context.current();
  const last = context.info.heartbeatDetails as Escalated | undefined;
  if (last) {
    const { nextEscalation, dueDate } = await assess(state, clock, last.escalatedAt, settings);
    if (nextEscalation === undefined || at < nextEscalation) return;
    settings.onEscalation(orderId, state, dueDate);
  }
  context.heartbeat({ escalatedAt: at } satisfies Escalated);
}

function sameStatus(one: RawStatus, other: RawStatus): boolean {
  return (
    one.orderStatus === other.orderStatus &&
    one.orderSubStatus === other.orderSubStatus &&
    one.orderExternalStatus === other.orderExternalStatus
  );
}

/** What the time of the next look depends on, at an order that is as the workflow knows it. */
function planOf(
  { clock, dueDate, inJeopardy, appointment }: OrderToFollow,
  settings: OrderSettings,
): Parameters<typeof untilNextLook> {
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
