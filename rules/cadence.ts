import ms from 'ms';
import type { OrderState } from '../contract/states.ts';

/** What is known of an order when its next poll is planned. All instants are milliseconds since the epoch. */
export interface Situation {
  state: OrderState;
  now: number;
  /** Since when it is in this state; `now` when that has just been found out. */
  since: number;
  /** When its target is used up. */
  dueDate?: number | undefined;
  /** Whether its target is known to be used up. */
  inJeopardy?: boolean | undefined;
  appointment?: { startsAt: number; endsAt: number } | undefined;
}

export interface CadenceSettings {
  /** Milliseconds: the standard time between two polls of an order. Only an instant to meet makes it shorter. */
  pollInterval: number;
  /** Calls to Octane per second, over all workers together. */
  requestsPerSecond: number;
  /** How many orders are being followed, where that is known: then their polls leave room for other calls. */
  openOrders?: number | undefined;
}

/** How long an order in a state is polled with the standard interval, and how wide the interval grows after that; milliseconds. */
interface Patience {
  steady: number;
  widest: number;
}

const PATIENCE: Patience = { steady: ms('1 day'), widest: ms('2h') };
/** What holds an order takes days to put right. */
const PATIENCE_WHILE_HELD: Patience = { steady: ms('4h'), widest: ms('4h') };

/** An overdue order is asked about, so a change of it is worth more. */
const WEIGHT_IN_JEOPARDY = 4;

/** Of the calls that Octane takes; the rest is for new orders and for people. */
const SHARE_OF_POLLS = 0.8;

/** The part of the interval over which polls are spread, so that orders placed together are not read together for months. */
export const JITTER = 0.1;

/** The most by which a poll is late for an instant to meet, because it is spread; milliseconds. */
const SPREAD = ms('3m');

/** documented: how often Octane is to be asked after an order; milliseconds. */
const ASKED_FOR = ms('30m');

/** No poll follows another sooner, whatever there is to meet; milliseconds. */
const SHORTEST = ms('1m');

/**
 * Milliseconds until the next poll of an order that has not changed. The rate that finds changes soonest for a given number of
 * calls is proportional to √(weight × hazard of a change). The hazard falls as 1/age, so the interval grows as √age. A poll never
 * jumps past the due date, or past the start or the end of the appointment; docs/cadence.md has the plot.
 *
 * @param random - from 0 to 1, both included.
 */
export function untilNextPoll(situation: Situation, settings: CadenceSettings, random: number): number {
  const { now } = situation;
  const standard = standardInterval(settings);
  const spread = 1 + JITTER * random;
  const regular = intervalOf(situation, standard) * spread;
  const next = Math.min(...toMeet(situation).filter((instant) => instant > now));
  // Spread here too: business targets end at the same minute for many orders. Always late, because nothing is there to find before.
  const meeting = Math.max(next - now, Math.min(SHORTEST, standard)) + Math.min(SPREAD, standard * JITTER) * random;
  return Math.ceil(Math.min(regular, meeting));
}

/**
 * Milliseconds until a poll that failed is repeated: as {@link untilNextPoll}, but no later than Octane's documented interval, or the
 * wider one that its limit asks for. It found out nothing, and with a long interval it may have been the only one in time for a change.
 */
export function untilNextTry(situation: Situation, settings: CadenceSettings, random: number): number {
  const soon = standardInterval({ ...settings, pollInterval: Math.min(settings.pollInterval, ASKED_FOR) });
  return Math.min(untilNextPoll(situation, settings, random), Math.ceil(soon * (1 + JITTER * random)));
}

/** Without jitter. Wider than the configured one when the polls of all open orders would not leave room for other calls. */
function standardInterval({ pollInterval, requestsPerSecond, openOrders = 0 }: CadenceSettings): number {
  return Math.max(pollInterval, (openOrders * 1000) / (requestsPerSecond * SHARE_OF_POLLS));
}

function intervalOf(situation: Situation, standard: number): number {
  const { steady, widest } = situation.state === 'held' ? PATIENCE_WHILE_HELD : PATIENCE;
  const weight = situation.inJeopardy ? WEIGHT_IN_JEOPARDY : 1;
  const wider = standard * Math.sqrt(Math.max(1, ageOf(situation) / steady));
  return Math.max(standard, Math.min(wider, Math.max(standard, widest)) / Math.sqrt(weight));
}

/** How long nothing has happened. A visit by a technician counts as something. */
function ageOf({ now, since, appointment }: Situation): number {
  const visit = appointment ? [appointment.startsAt, appointment.endsAt].filter((instant) => instant <= now) : [];
  return now - Math.max(since, ...visit);
}

/** When an order is to be polled whatever the interval; may be past. */
function toMeet({ dueDate, inJeopardy = false, appointment }: Situation): number[] {
  return [inJeopardy ? undefined : dueDate, appointment?.startsAt, appointment?.endsAt].filter(
    (instant) => instant !== undefined,
  );
}
