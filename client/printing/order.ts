import type { EnquiryResult, TimelineEntry } from '../../contract/outputs.ts';
import { isTerminal, type RawStatus } from '../../contract/states.ts';
import type { Ordered } from '../ordered.ts';
import type { OrderView } from '../order-view.ts';
import { decision } from './decision.ts';
import { facts } from './facts.ts';
import { stateInColour } from './states.ts';
import { colours } from './terminal.ts';
import { dayAndTime, fromTo, toTheSecond, withTimesIn } from './times.ts';

/** Everything that `nbn show` says of an order. */
export interface OrderPage {
  view: OrderView;
  ordered: Ordered;
  /** What a test has measured. */
  result?: EnquiryResult;
  /** IANA name of the time zone for people. */
  zone: string;
  /** Makes a command that can be pasted. */
  commandOf: (words: string[]) => string;
}

/** One order, for a person at a terminal. */
export function orderPage({ view, ordered, result, zone, commandOf }: OrderPage): string[] {
  const { progress, retries } = view;
  const { appointment, dueDate, fallout } = progress;
  return [
    ...facts([
      ['Order', `${progress.flow} ${progress.reference}`],
      ['State', stateOf(view)],
      ['Waiting for', [progress.waitingFor, progress.heldBy].filter(Boolean).join(': ') || undefined],
      ['To do', progress.hint && withTimesIn(zone, progress.hint)],
      ['Appointment', appointment && fromTo(appointment.startTime, appointment.endTime, zone)],
      ['Due', dueDate && `${dayAndTime(dueDate, zone)}${progress.inJeopardy ? colours.red(', in jeopardy') : ''}`],
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
      ...Object.entries(result?.metrics ?? {}).map(([name, value]) => [`  ${name}`, String(value)] as const),
    ]),
    ...(fallout ? decision(progress.reference, fallout, { zone, commandOf }) : []),
    ...facts(
      retries.map(({ activity, attempt, lastFailure }) => [
        'Retrying',
        `${activity}, attempt ${attempt}: ${withTimesIn(zone, lastFailure)}`,
      ]),
    ),
    ...timeline(progress.timeline, zone),
  ];
}

function stateOf({ progress: { state }, status }: OrderView): string {
  const stopped = status !== 'RUNNING' && !isTerminal(state);
  return stopped ? `${state}, when its workflow was closed as ${status}; it is not followed` : stateInColour(state);
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

/** Oldest first; what is repeated has one line, with its first time and how often it came. */
function timeline(entries: readonly TimelineEntry[], zone: string): string[] {
  const lines: { at: string; text: string; times: number }[] = [];
  for (const { at, text } of entries) {
    const last = lines.at(-1);
    if (last?.text === text) last.times += 1;
    else lines.push({ at, text, times: 1 });
  }
  return lines.map(({ at, text, times }) => {
    const repeated = times > 1 ? colours.dim(` (${times} times)`) : '';
    return `  ${colours.dim(toTheSecond(at, zone))}  ${withTimesIn(zone, text)}${repeated}`;
  });
}
