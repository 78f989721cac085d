import { condition, patched, workflowInfo } from '@temporalio/workflow';
import type { OrderStatus, OrderToFollow } from '../../activities/orders.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { isTerminal } from '../../contract/states.ts';
import { orders } from './capabilities.ts';
import type { Display } from './display.ts';
import { FAILURE_OF_STATE, type Ending } from './endings.ts';
import { JeopardyClock } from './jeopardy-clock.ts';
import { uncancelledScope } from './uncancelled-scope.ts';

type Known = Pick<OrderToFollow, 'seen' | 'dueDate' | 'inJeopardy'>;

/** Where a service is, and what has to be built for it, as far as that is known. */
export interface Place {
  serviceClass?: string;
  /** An Australian state. */
  state?: string;
}

/** What a run hands to the one that continues it. */
export interface CarriedFollowing {
  known: Known;
  clock: ReturnType<JeopardyClock['carry']>;
}

/** Follows Octane's order from status to status, with its due date, and shows what it sees. */
export class Following {
  readonly #display: Display;
  readonly #clock: JeopardyClock;
  #known: Known;
  /** The service line, once Octane has named it. */
  lineSeqNo: number | undefined;

  constructor(display: Display, custReqDate: string, carried?: CarriedFollowing) {
    this.#display = display;
    this.#clock = new JeopardyClock(display.progress.flow, custReqDate, carried?.clock);
    this.#known = carried?.known ?? {};
  }

  carry(): CarriedFollowing {
    return { known: this.#known, clock: this.#clock.carry() };
  }

  /** Another order is followed from now on. */
  startAnew(): void {
    this.#known = {};
  }

  /**
   * Waits for the order's next status.
   *
   * @param look - Runs the activity, unless it is cut off, with whatever patience and decisions it may need.
   * @returns how it ended; undefined while it goes on.
   */
  async next(
    orderId: string,
    place: Place,
    look: (run: () => Promise<OrderStatus | undefined>) => Promise<OrderStatus | undefined>,
  ): Promise<{ completed: OrderResult['state'] } | { ending: Ending } | undefined> {
    const { appointment } = this.#display.progress;
    // The looks are planned around the visit.
    const isMoved = () => this.#display.progress.appointment !== appointment && patched('look-around-the-new-visit');
    const request = { orderId, appointment, ...this.#known, clock: { ...this.#clock.read(), ...place } };
    const seen = await look(() => unlessCutOff(() => orders.follow(request), isMoved));
    if (!seen) return undefined;
    const { state, status, at, jeopardy, reason } = seen;
    this.#clock.enter(state, at);
    this.lineSeqNo = seen.lineSeqNo ?? this.lineSeqNo;
    this.#known = { seen: status, dueDate: jeopardy.dueDate, inJeopardy: jeopardy.inJeopardy };
    const words = [status.orderStatus, status.orderSubStatus, status.orderExternalStatus].filter(Boolean).join(' / ');
    this.#show(seen, words);
    if (!isTerminal(state)) return undefined;
    if (state === 'completed' || state === 'partial') return { completed: state };
    return {
      ending: {
        type: FAILURE_OF_STATE[state],
        message: `Octane ended order ${orderId} as "${words}"${reason === undefined ? '' : ` (${reason})`}.`,
        details: { orderId, orderStatus: words, code: state },
      },
    };
  }

  #show({ state, status, jeopardy, remediation, awaitsAppointment }: OrderStatus, words: string): void {
    const overdue = jeopardy.inJeopardy ? `; overdue: more than ${jeopardy.target ?? 'its target'}` : '';
    const until = remediation === undefined ? '' : `; to be mended by ${remediation}`;
    this.#display.show(
      {
        ...status,
        state: state === 'completed' || state === 'partial' ? 'settling' : state,
        waitingFor: state === 'pending' ? 'customer' : 'octane',
        dueDate: jeopardy.dueDate,
        inJeopardy: jeopardy.inJeopardy,
        hint: awaitsAppointment
          ? 'The order goes on when another appointment is booked: ask the customer, and send the update `reschedule`.'
          : undefined,
      },
      `Octane says: ${words || 'nothing'}${until}${overdue}`,
    );
  }
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
