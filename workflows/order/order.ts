import { CancellationScope, sleep } from '@temporalio/workflow';
import type { AppointmentWish } from '../../activities/appointments.ts';
import type { OrderRequest } from '../../activities/placing.ts';
import type { ServiceToFind } from '../../activities/services.ts';
import type { FalloutCode } from '../../contract/fallout.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { isTerminal } from '../../contract/states.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import { appointments, orders, services } from './capabilities.ts';
import type { Display } from './display.ts';
import { endingOf, endOrder, falloutCodeOf, FAILURE_OF_STATE, NOTHING_AWAITED, type Ending } from './endings.ts';
import { CHOICES, type FalloutDesk } from './fallout.ts';
import { JeopardyClock } from './jeopardy-clock.ts';
import type { Placing } from './placing.ts';
import type { ServiceHold } from './service-hold.ts';
import { StartOver } from './start-over.ts';
import type { WithdrawalDesk } from './withdrawal.ts';

/** What a flow asks for in its own terms; the customer and the date are the order's. */
type Request = WithoutCommon<OrderRequest>;
type WithoutCommon<Whole> = Whole extends unknown ? Omit<Whole, 'custNo' | 'custReqDate'> : never;

type Choices = (typeof CHOICES)[keyof typeof CHOICES][];

/** What all orders have in common, once their input is valid. */
export interface Common {
  groupNo: string;
  custReqDate: string;
  onFallout: 'wait' | 'fail';
}

export interface Desks {
  fallout: FalloutDesk;
  withdrawal: WithdrawalDesk;
  placing: Placing;
  hold: ServiceHold;
}

/** One order from its first check to its end: the part that all flows share. */
export class Order {
  readonly groupNo: string;
  readonly reference: string;
  readonly #common: Common;
  readonly #display: Display;
  readonly #desks: Desks;
  readonly #clock: JeopardyClock;
  #custNo = 0;
  #lineSeqNo: number | undefined;
  #service: Pick<ServiceToFind, 'goal'> | undefined;
  #endState: OrderResult['state'] = 'completed';

  constructor(display: Display, common: Common, desks: Desks) {
    this.groupNo = common.groupNo;
    this.reference = display.progress.reference;
    this.#common = common;
    this.#display = display;
    this.#desks = desks;
    this.#clock = new JeopardyClock(display.progress.flow, common.custReqDate);
    display.note({ groupNo: common.groupNo });
  }

  /** The customer, as the activities name one. */
  get customer(): { groupNo: string; custNo: number } {
    return { groupNo: this.groupNo, custNo: this.#custNo };
  }

  /** Who the order is for. */
  isFor(custNo: number): void {
    this.#custNo = custNo;
    this.#display.show({ custNo }, `For customer ${custNo}`);
  }

  /** Adds to the timeline. */
  note(text: string): void {
    this.#display.show({}, text);
  }

  /** Waits for the date, where the input asks for one, and then for the service, which is this order's until it ends. */
  async takeService(service: string, holdUntil?: string): Promise<void> {
    const wait = holdUntil === undefined ? 0 : Date.parse(holdUntil) - Date.now();
    if (holdUntil !== undefined && wait > 0) {
      this.#display.show({ state: 'waiting', waitingFor: 'date' }, `Held until ${holdUntil}, as the input asks`);
      await this.step('Wait for the date', () => sleep(wait, { summary: `Held until ${holdUntil}` }));
      this.#display.show({ state: 'placing', waitingFor: 'octane' }, 'The date has come');
    }
    await this.step('Wait for the service', () => this.#desks.hold.take(service));
  }

  /** Runs one step. When it cannot be done a person decides, or the order ends with the contract's failure. */
  async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    const placed = this.#display.progress.orderId !== undefined;
    const choices = [placed ? CHOICES.retryPlaced : CHOICES.retryStep, CHOICES.abandon];
    for (;;) {
      const attempt = await this.#attempt(run);
      if ('value' in attempt) return attempt.value;
      const decision = await this.#decide(name, attempt.ending, choices);
      if (decision.input) this.#startOver(decision.input);
    }
  }

  /** A step that the order can do without: a person may also decide to skip it. */
  async skippableStep<T>(name: string, run: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      const attempt = await this.#attempt(run);
      if ('value' in attempt) return attempt.value;
      const { action } = await this.#decide(name, attempt.ending, [CHOICES.retryPlaced, CHOICES.skip, CHOICES.abandon]);
      if (action === 'skip') return undefined;
    }
  }

  /**
   * Finds the one service that the order can be about.
   *
   * @returns false when it is already what the order is to make of it, so that there is nothing to order.
   */
  async findService(
    { lineSeqNo }: { lineSeqNo?: number | undefined },
    wish: Pick<ServiceToFind, 'from' | 'goal'>,
  ): Promise<boolean> {
    this.#service = { goal: wish.goal };
    const found = await this.step('Find the service', () => services.find({ ...this.customer, lineSeqNo, ...wish }));
    this.#lineSeqNo = found.lineSeqNo;
    this.note(`The service is line ${found.lineSeqNo}`);
    return !found.already;
  }

  /** Places the order with Octane, once. */
  async place(request: Request): Promise<void> {
    const full: OrderRequest = { ...request, custNo: this.#custNo, custReqDate: this.#common.custReqDate };
    const attempt = await this.#attempt(() =>
      this.#desks.placing.place(full, (why) => {
        this.note(why);
      }),
    );
    this.#isPlaced('value' in attempt ? attempt.value : await this.#placedAnew('Place the order', attempt.ending));
  }

  /** Moves the appointment that Octane made by itself, the earliest, to the one that the input asks for. */
  async book(wish: Omit<AppointmentWish, 'orderId'> | undefined): Promise<void> {
    if (!wish) return;
    const appointment = await this.skippableStep('Book the appointment', () =>
      appointments.book({ orderId: this.#placedOrderId(), ...wish }),
    );
    if (appointment) this.#display.show({ appointment }, `Appointment ${appointment.startTime}`);
  }

  /** Follows the order until Octane says that it has really ended. */
  async follow(place: { serviceClass?: string; state?: string } = {}): Promise<void> {
    for (;;) {
      const ending = await this.#followOne(this.#placedOrderId(), place);
      if (!ending) return;
      this.#isPlaced(await this.#placedAnew('Follow the order', ending));
    }
  }

  /** Checks that what was ordered is what is there. */
  async verifyService(goal = this.#service?.goal): Promise<void> {
    if (!goal) throw new Error('What to verify is known from findService, or has to be given.');
    const orderId = this.#placedOrderId();
    await this.skippableStep('Verify the service', () =>
      services.verify({ ...this.customer, orderId, lineSeqNo: this.#lineSeqNo, goal }),
    );
  }

  complete(text: string, state: OrderResult['state'] = this.#endState): OrderResult {
    const { reference, flow, orderId } = this.#display.progress;
    this.#display.show({ state, ...NOTHING_AWAITED }, text);
    return {
      reference,
      flow,
      state,
      ...(orderId !== undefined && { orderId }),
      custNo: this.#custNo,
      ...(this.#lineSeqNo !== undefined && { lineSeqNo: this.#lineSeqNo }),
      note: text,
    };
  }

  /** Nothing to order: completes at once, and says so. */
  completeAsIs(goal: string): OrderResult {
    return this.complete(`Nothing was ordered: the service is ${goal} already`);
  }

  #isPlaced(orderId: string): void {
    this.#display.note({ orderId, state: 'acknowledged' }, `Octane has it as order ${orderId}`);
  }

  #placedOrderId(): string {
    const { orderId } = this.#display.progress;
    if (orderId === undefined) throw new Error('An order is followed and verified only after it was placed.');
    return orderId;
  }

  /** Octane's ending when it is not the one that was wanted; nothing when the order is completed. */
  async #followOne(orderId: string, place: { serviceClass?: string; state?: string }): Promise<Ending | undefined> {
    let known: Pick<Parameters<typeof orders.follow>[0], 'seen' | 'dueDate' | 'inJeopardy'> = {};
    for (;;) {
      const { state, status, at, jeopardy, reason, lineSeqNo } = await this.step('Follow the order', () =>
        orders.follow({ orderId, ...known, clock: { ...this.#clock.read(), ...place } }),
      );
      this.#clock.enter(state, at);
      this.#lineSeqNo = lineSeqNo ?? this.#lineSeqNo;
      known = { seen: status, dueDate: jeopardy.dueDate, inJeopardy: jeopardy.inJeopardy };
      const words = [status.orderStatus, status.orderSubStatus, status.orderExternalStatus].filter(Boolean).join(' / ');
      const overdue = jeopardy.inJeopardy ? `; overdue: more than ${jeopardy.target ?? 'its target'}` : '';
      const settling = state === 'completed' || state === 'partial';
      this.#display.show(
        {
          ...status,
          state: settling ? 'settling' : state,
          waitingFor: state === 'pending' ? 'customer' : 'octane',
          dueDate: jeopardy.dueDate,
          inJeopardy: jeopardy.inJeopardy,
        },
        `Octane says: ${words || 'nothing'}${overdue}`,
      );
      if (!isTerminal(state)) continue;
      if (state === 'completed' || state === 'partial') {
        this.#endState = state;
        return undefined;
      }
      return {
        type: FAILURE_OF_STATE[state],
        message: `Octane ended order ${orderId} as "${words}"${reason === undefined ? '' : ` (${reason})`}.`,
        details: { orderId, orderStatus: words, code: state },
      };
    }
  }

  /** What a step came to. After the placing it is not cut off by a withdrawal: Octane would go on with the order. */
  async #attempt<T>(run: () => Promise<T>): Promise<{ value: T } | { ending: Ending }> {
    const placed = this.#display.progress.orderId !== undefined;
    try {
      return { value: placed ? await CancellationScope.nonCancellable(run) : await run() };
    } catch (error) {
      const ending = endingOf(error);
      if (!ending) throw error;
      return { ending };
    }
  }

  /** When there is no order, or none any more: another one that Octane has, else the flow starts over. */
  async #placedAnew(step: string, ending: Ending): Promise<string> {
    const choices = [CHOICES.startOver, CHOICES.adopt, CHOICES.abandon];
    const { action, orderId, input } = await this.#decide(step, ending, choices);
    if (action === 'adopt' && orderId !== undefined) return orderId;
    const { placing } = this.#desks;
    const { orderId: ended } = this.#display.progress;
    if (ended !== undefined) placing.isOver(ended);
    else if (ending.details.code === 'outcomeUnknown') placing.decideThatThereIsNone(ending.details.candidates);
    return this.#startOver(input ?? {});
  }

  #startOver(corrections: Record<string, unknown>): never {
    const noOrder = {
      appointment: undefined,
      orderId: undefined,
      orderStatus: undefined,
      orderSubStatus: undefined,
      orderExternalStatus: undefined,
    };
    this.#display.show({ ...noOrder, state: 'placing', waitingFor: 'octane' }, 'Starting over from the checks');
    throw new StartOver(corrections);
  }

  /** Lets a person decide, unless the caller would rather have the failure, or nobody could do anything about it. */
  async #decide(step: string, ending: Ending, choices: Choices): Promise<ResolveRequest> {
    const { withdrawal, fallout } = this.#desks;
    const asked = ending.type === 'OrderCancelled' && withdrawal.accepted;
    if (asked || this.#common.onFallout === 'fail') throw endOrder(this.#display, named(step, ending));
    const code: FalloutCode = falloutCodeOf(ending);
    const question = { code, step, sentence: ending.message, choices: [...choices] };
    const ask = () => fallout.ask(question);
    // Where there may be an order, a withdrawal must not end the wait for a person.
    const attempt = await (code === 'outcomeUnknown' ? withdrawal.whileUndecided(ask) : this.#attempt(ask));
    if ('ending' in attempt) throw endOrder(this.#display, attempt.ending);
    const decision = attempt.value;
    if (decision.action !== 'abandon') return decision;
    throw endOrder(this.#display, {
      type: 'OrderAbandoned',
      message: `abandoned by a person's decision, after: ${ending.message}`,
      details: { code },
    });
  }
}

function named(step: string, ending: Ending): Ending {
  return { ...ending, message: `${step}: ${ending.message}` };
}
