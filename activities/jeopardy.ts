import { DateTime } from 'luxon';
import type { OrderState } from '../contract/states.ts';
import { addBusinessTime, businessTimeBetween, nextBusinessDay } from '../rules/calendar/business-time.ts';
import { australianState, type AustralianState } from '../rules/calendar/states.ts';
import { DEFAULT_TARGETS, durationOf, targetOf, type TargetRow } from '../rules/calendar/targets.ts';

/** All instants are ISO 8601 with a zone. */
export interface JeopardyRequest {
  flow: string;
  /** The order's state. */
  phase: OrderState;
  /** nbn's, such as `3`, where the order knows it. */
  serviceClass?: string | undefined;
  /** Where the service is: a code or a full name. The worker's default state when left out or not an Australian one. */
  state?: string | undefined;
  /** When this phase's clock has run so far, in order: from its start to its stop, again and again. */
  ran: readonly { from: string; to: string }[];
  /** Since when it runs now, or from when on it will (a future-dated order); undefined while it is stopped. */
  runningSince?: string | undefined;
  now: string;
}

export interface JeopardyAssessment {
  /** When the target is (or was) used up. undefined while the clock is stopped, and when there is no target. */
  dueDate?: string;
  /** Whether the target is used up, from the due date itself on. It stays so while the clock is stopped. */
  inJeopardy: boolean;
  /** In jeopardy with the clock running: when to escalate again, at the start of the next business day after `now`. */
  nextEscalation?: string;
  /** Such as `3 business days`; undefined when there is none. */
  target?: string;
}

export interface JeopardyActivities {
  /**
   * How an order stands against the target of its phase. It depends on nothing but the request, the targets and the calendar,
   * which may all be better known tomorrow; so it is an activity, whose answer the history keeps.
   */
  assessJeopardy: (request: JeopardyRequest) => Promise<JeopardyAssessment>;
}

/** What a worker is configured with. */
export interface JeopardySettings {
  /** Rows that come before the defaults. */
  targets: readonly TargetRow[];
  /** For orders whose service's state is not known. */
  defaultState: AustralianState;
}

export function jeopardyActivities({ targets, defaultState }: JeopardySettings): JeopardyActivities {
  const rows = [...targets, ...DEFAULT_TARGETS];
  return {
    // Temporal expects a promise of every activity; async also turns a throw into a rejection.
    // eslint-disable-next-line @typescript-eslint/require-await
    assessJeopardy: async (request) => {
      const target = targetOf(rows, request);
      if (target === undefined) return { inJeopardy: false };
      const state = australianState(request.state) ?? defaultState;
      const now = instantOf(request.now);
      const { duration, isBusinessTime } = durationOf(target);
      const due = dueInstant(isBusinessTime ? businessClock(state) : EVERY_HOUR, duration, request);
      // A timer set for the due date fires on it, and must find the order in jeopardy.
      const inJeopardy = due !== undefined && due <= now;
      if (request.runningSince === undefined || due === undefined) return { inJeopardy, target };
      return {
        dueDate: isoOf(due),
        inJeopardy,
        ...(inJeopardy && { nextEscalation: isoOf(nextBusinessDay(state, now)) }),
        target,
      };
    },
  };
}

/** Which time counts. Instants and durations are milliseconds. */
interface Clock {
  add: (instant: number, duration: number) => number;
  between: (from: number, to: number) => number;
}

const EVERY_HOUR: Clock = { add: (instant, duration) => instant + duration, between: (from, to) => to - from };

function businessClock(state: AustralianState): Clock {
  return {
    add: (instant, duration) => addBusinessTime(state, instant, duration),
    between: (from, to) => businessTimeBetween(state, from, to),
  };
}

/** When the clock has run for `duration`, or will have; undefined while it is stopped before that. */
function dueInstant(clock: Clock, duration: number, { ran, runningSince }: JeopardyRequest): number | undefined {
  let left = duration;
  for (const interval of ran) {
    const from = instantOf(interval.from);
    const passed = clock.between(from, instantOf(interval.to));
    if (passed >= left) return clock.add(from, left);
    left -= passed;
  }
  return runningSince === undefined ? undefined : clock.add(instantOf(runningSince), left);
}

function instantOf(iso: string): number {
  // Without the zone, a text that names none would mean this machine's time.
  const instant = DateTime.fromISO(iso, { zone: 'utc' });
  if (!instant.isValid) throw new RangeError(`"${iso}" is not an ISO 8601 date-time.`);
  return instant.toMillis();
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}
