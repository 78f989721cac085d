import type { TimelineEntry } from '../../contract/outputs.ts';
import { isTerminal, type OrderState, type RawStatus } from '../../contract/states.ts';
import type { Ordered } from '../ordered.ts';
import type { KnownOfOrder } from './known-of-order.ts';
import { dayAndTime, fromTo, withTimesIn } from './times.ts';

/** How what needs a person stands out; default: as it is. */
export interface Emphasis {
  state?: (state: OrderState) => string;
  alarm?: (text: string) => string;
}

export type Fact = readonly [name: string, value: string | number | undefined];

const asItIs = (text: string): string => text;

/** Each fact of an order by its name; one that is not known has no value. */
export function orderFacts(
  { view, ordered, result, zone }: KnownOfOrder,
  { state: emphasised = asItIs, alarm = asItIs }: Emphasis = {},
): Fact[] {
  const { progress, status } = view;
  const { appointment, dueDate, state } = progress;
  const stopped = status !== 'RUNNING' && !isTerminal(state);
  return [
    ['Order', `${progress.flow} ${progress.reference}`],
    ['State', stopped ? `${state}, when its workflow was closed as ${status}; it is not followed` : emphasised(state)],
    ['Waiting for', [progress.waitingFor, progress.heldBy].filter(Boolean).join(': ') || undefined],
    ['To do', progress.hint && withTimesIn(zone, progress.hint)],
    ['Appointment', appointment && fromTo(appointment.startTime, appointment.endTime, zone)],
    ['Due', dueDate && `${dayAndTime(dueDate, zone)}${progress.inJeopardy ? alarm(', in jeopardy') : ''}`],
    ["Octane's order", progress.orderId],
    ["Octane's status", octaneStatus(progress)],
    ['Customer', progress.custNo],
    ['Group', progress.groupNo],
    ['Line', ordered.lineSeqNo],
    ['Location', ordered.locationId],
    ['Plan', planOf(ordered)],
    ['Test', ordered.testType],
    ['Asked for', ordered.custReqDate && dayAndTime(ordered.custReqDate, zone)],
    ['Not before', ordered.holdUntil && dayAndTime(ordered.holdUntil, zone)],
    ['Wished visit', wishOf(ordered, zone)],
    ['Outcome', result?.outcome],
    ['Summary', result?.summary],
    ...Object.entries(result?.metrics ?? {}).map(([name, value]): Fact => [`  ${name}`, String(value)]),
  ];
}

/** The calls that keep failing now. */
export function retryFacts({ view: { retries }, zone }: KnownOfOrder): Fact[] {
  return retries.map(({ activity, attempt, lastFailure }) => [
    'Retrying',
    `${activity}, attempt ${attempt}: ${withTimesIn(zone, lastFailure)}`,
  ]);
}

/** An entry of the timeline, and how often it came in a row. */
export interface Happening extends TimelineEntry {
  times: number;
}

/** Oldest first; what is repeated comes once, with its first time. */
export function happenings(entries: readonly TimelineEntry[]): Happening[] {
  const all: Happening[] = [];
  for (const entry of entries) {
    const last = all.at(-1);
    if (last?.text === entry.text) last.times += 1;
    else all.push({ ...entry, times: 1 });
  }
  return all;
}

/** Octane's words, each by its name: "Completed / In Progress" would read as one. */
function octaneStatus({ orderStatus, orderSubStatus, orderExternalStatus }: RawStatus): string | undefined {
  const words = [
    orderStatus,
    orderSubStatus && `sub status ${orderSubStatus}`,
    orderExternalStatus && `external status ${orderExternalStatus}`,
  ].filter(Boolean);
  return words.join('; ') || undefined;
}

function planOf({ planNo, upgradeToPlanNo }: Ordered): string | undefined {
  return planNo === undefined ? undefined : [planNo, upgradeToPlanNo].filter(Boolean).join(', then ');
}

function wishOf({ appointment }: Ordered, zone: string): string | undefined {
  if (!appointment) return undefined;
  const { slotId, notBefore, slotType } = appointment;
  return [slotId, slotType, notBefore && `not before ${dayAndTime(notBefore, zone)}`].filter(Boolean).join(', ');
}
