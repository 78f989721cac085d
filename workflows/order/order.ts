import { patched, sleep, workflowInfo } from '@temporalio/workflow';
import type { AppointmentWish } from '../../activities/appointments.ts';
import type { OrderRequest } from '../../activities/placing.ts';
import type { ServiceToFind } from '../../activities/services.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import { Attempts } from './attempts.ts';
import { appointments, services } from './capabilities.ts';
import type { Carried } from './continuation.ts';
import type { Display } from './display.ts';
import type { EarlierRuns } from './earlier-runs.ts';
import { NOTHING_AWAITED, type Ending } from './endings.ts';
import { CHOICES, type FalloutDesk } from './fallout.ts';
import { Following, type Place } from './following.ts';
import type { Placing } from './placing.ts';
import type { ServiceHold } from './service-hold.ts';
import { startOver } from './start-over.ts';
import type { WithdrawalDesk } from './withdrawal.ts';

/** What a flow asks for in its own terms; the customer and the date are the order's. */
type Request = WithoutCommon<OrderRequest>;
type WithoutCommon<Whole> = Whole extends unknown ? Omit<Whole, 'custNo' | 'custReqDate'> : never;

/** What all orders have in common, once their input is valid. */
export interface Common {
  groupNo: string;
  custReqDate: string;
  onFallout: 'wait' | 'fail';
}

export interface Desks {
  fallout: FalloutDesk;
  earlierRuns: EarlierRuns;
  withdrawal: WithdrawalDesk;
  placing: Placing;
  hold: ServiceHold;
  /** Hands the order to a new run. Never returns. */
  continueAsNew: (order: Pick<Carried, 'steps' | 'following'>) => Promise<never>;
}

/** One order from its first check to its end: the part that all flows share. */
export class Order {
  readonly groupNo: string;
  readonly reference: string;
  readonly #common: Common;
  readonly #display: Display;
  readonly #desks: Desks;
  readonly #attempts: Attempts;
  readonly #following: Following;
  /** What the steps came to; a run that continues another goes through these first. */
  readonly #steps: unknown[] = [];
  readonly #earlierSteps: unknown[];
  #isCatchingUp: boolean;
  #custNo = 0;
  #lineSeqNo: number | undefined;
  #place: Place = {};
  #service: Pick<ServiceToFind, 'goal'> | undefined;
  #endState: OrderResult['state'] = 'completed';
  /** Whether Octane had ended the order when this run first looked. */
  #hadEnded = false;
  /** Whether nobody compared the service with what was ordered. */
  #isUncompared = false;

  /** @param carried - From the run that this one continues: it stood where it followed the order. */
  constructor(display: Display, common: Common, desks: Desks, carried?: Pick<Carried, 'steps' | 'following'>) {
    this.groupNo = common.groupNo;
    this.reference = display.progress.reference;
    this.#common = common;
    this.#display = display;
    this.#desks = desks;
    this.#attempts = new Attempts(display, desks, common.onFallout);
    this.#following = new Following(display, common.custReqDate, carried?.following);
    this.#earlierSteps = [...(carried?.steps ?? [])];
    this.#isCatchingUp = carried?.following !== undefined;
    display.note({ groupNo: common.groupNo });
  }

  /** The customer, as the activities name one. */
  get customer(): { groupNo: string; custNo: number } {
    return { groupNo: this.groupNo, custNo: this.#custNo };
  }

  /** Who the order is for. */
  isFor(custNo: number): void {
    this.#custNo = custNo;
    if (!this.#isCatchingUp) this.#display.show({ custNo }, `For customer ${custNo}`);
  }

  /** Where the service is: its business days count. */
  isAt(place: Place): void {
    this.#place = place;
    this.#desks.fallout.place = place;
  }

  /** Adds to the timeline. */
  note(text: string): void {
    if (!this.#isCatchingUp) this.#display.show({}, text);
  }

  /** Waits for the date, where the input asks for one, and then for the service, which is this order's until it ends. */
  async takeService(service: string, holdUntil?: string): Promise<void> {
    const wait = holdUntil === undefined ? 0 : Date.parse(holdUntil) - Date.now();
    if (holdUntil !== undefined && wait > 0 && !this.#isCatchingUp) {
      this.#display.show({ state: 'waiting', waitingFor: 'date' }, `Held until ${holdUntil}, as the input asks`);
      await this.#do('Wait for the date', () => sleep(wait, { summary: `Held until ${holdUntil}` }));
      this.#display.show({ state: 'placing', waitingFor: 'octane' }, 'The date has come');
    }
    await this.#do('Wait for the service', () => this.#desks.hold.take(service));
  }

  /** Runs one step. When it cannot be done a person decides, or the order ends with the contract's failure. */
  step<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.#once(() => this.#do(name, run));
  }

  /** A step that the order can do without: a person may also decide to skip it. */
  skippableStep<T>(name: string, run: () => Promise<T>): Promise<T | undefined> {
    return this.#once(async () => {
      const choices = [CHOICES.retryPlaced, CHOICES.skip, CHOICES.abandon];
      const done = await this.#attempts.untilDone(name, run, choices);
      return 'value' in done ? done.value : undefined;
    });
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

  /**
   * Places the order with Octane, once.
   *
   * @param freshUntil - ISO 8601: what the checks found counts until then; later they are done again first.
   */
  async place(request: Request, freshUntil?: string): Promise<void> {
    if (this.#isCatchingUp) return;
    const full: OrderRequest = { ...request, custNo: this.#custNo, custReqDate: this.#common.custReqDate };
    const attempt = await this.#attempts.attempt(() =>
      this.#desks.placing.place(full, freshUntil, (why) => {
        this.note(why);
      }),
    );
    this.#isPlaced('value' in attempt ? attempt.value : await this.#placedAnew('Place the order', attempt.ending));
  }

  /** Moves the appointment that Octane made by itself, the earliest, to the one that the input asks for. */
  async book(wish: Omit<AppointmentWish, 'orderId'> | undefined): Promise<void> {
    if (!wish || this.#isCatchingUp) return;
    const book = () => appointments.book({ orderId: this.#placedOrderId(), ...wish });
    // A caller that wants no fallout gets the earliest appointment, rather than an order at Octane that nobody follows.
    const booked =
      this.#common.onFallout === 'fail'
        ? await this.#attempts.attempt(book)
        : { value: await this.skippableStep('Book the appointment', book) };
    if ('ending' in booked) this.note(`The appointment stays as Octane made it: ${booked.ending.message}`);
    else if (booked.value) this.#display.show({ appointment: booked.value }, `Appointment ${booked.value.startTime}`);
  }

  /** Follows the order until Octane says that it has really ended. */
  async follow(): Promise<void> {
    this.#isCatchingUp = false;
    // A booking, which the run before made: not what the steps after this one came to.
    if (this.#earlierSteps.length > 0 && patched('forget-the-booking')) this.#earlierSteps.length = 0;
    for (let looks = 1; ; looks++) {
      const next = await this.#following.next(this.#placedOrderId(), this.#place, async (look) => {
        const seen = await this.#do('Follow the order', look);
        if (seen || !workflowInfo().continueAsNewSuggested) return seen;
        return this.#desks.continueAsNew({ steps: this.#steps, following: this.#following.carry() });
      });
      if (!next) continue;
      this.#lineSeqNo = this.#following.lineSeqNo ?? this.#lineSeqNo;
      if ('completed' in next) {
        this.#endState = next.completed;
        this.#hadEnded = looks === 1;
        return;
      }
      this.#isPlaced(await this.#placedAnew('Follow the order', next.ending));
      this.#following.startAnew();
    }
  }

  /** Follows an order that a person took up without the checks. Nothing of what a flow does after it is done. */
  async followAdopted(orderId: string): Promise<OrderResult> {
    this.#custNo = this.#display.progress.custNo ?? 0;
    if (!this.#isCatchingUp) this.#isPlaced(orderId);
    await this.follow();
    return this.complete(
      `Octane has carried out order ${this.#placedOrderId()}; nothing was done after it, nor verified`,
    );
  }

  /** Checks that what was ordered is what is there. */
  async verifyService(goal = this.#service?.goal): Promise<void> {
    if (!goal) throw new Error('What to verify is known from findService, or has to be given.');
    const orderId = this.#placedOrderId();
    if (this.#hadEnded && this.#desks.placing.isOfEarlierRun && patched('verify-what-ended-meanwhile')) {
      this.#isUncompared = true;
      this.note(
        'Octane had ended it before this run: the service is not compared, as later orders may have changed it',
      );
      return;
    }
    await this.skippableStep('Verify the service', () =>
      services.verify({ ...this.customer, orderId, lineSeqNo: this.#lineSeqNo, goal }),
    );
  }

  /** @param endState - Given where the text tells of something else than the service as it was ordered. */
  complete(claim: string, endState?: OrderResult['state']): OrderResult {
    const { reference, flow, orderId } = this.#display.progress;
    const state = endState ?? this.#endState;
    const text =
      endState === undefined && this.#isUncompared && patched('claim-what-was-compared')
        ? `Octane had completed order ${orderId ?? ''} before this run; the service was not compared`
        : claim;
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

  /** Nothing to order: completes at once, and says so; but when an earlier run of the reference ordered it, with that order. */
  async completeAsIs(goal: string): Promise<OrderResult> {
    const left = await this.#desks.earlierRuns.leftBehind();
    const [only, another] = left?.orderIds ?? [];
    if (only !== undefined && another === undefined) {
      this.#isPlaced(only);
      await this.follow();
      return this.complete(`The service is ${goal}`);
    }
    const note = `Nothing was ordered: the service is ${goal} already`;
    return this.complete(left ? `${note}. ${left.sentence}` : note);
  }

  /** What the step came to in the run that this one continues, where it did. */
  async #once<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#earlierSteps.length > 0 ? (this.#earlierSteps.shift() as T) : await run();
    this.#steps.push(result);
    return result;
  }

  async #do<T>(name: string, run: () => Promise<T>): Promise<T> {
    const placed = this.#display.progress.orderId !== undefined;
    const choices = [placed ? CHOICES.retryPlaced : CHOICES.retryStep, CHOICES.abandon];
    const done = await this.#attempts.untilDone(name, run, choices);
    return 'value' in done ? done.value : startOver(this.#display, done.decision.input ?? {});
  }

  #isPlaced(orderId: string): void {
    this.#display.show({ orderId, state: 'acknowledged' }, `Octane has it as order ${orderId}`);
  }

  #placedOrderId(): string {
    const { orderId } = this.#display.progress;
    if (orderId === undefined) throw new Error('An order is followed and verified only after it was placed.');
    return orderId;
  }

  /** When there is no order, or none any more: another one that Octane has, else the flow starts over. */
  async #placedAnew(step: string, ending: Ending): Promise<string> {
    const choices = [CHOICES.startOver, CHOICES.adopt, CHOICES.abandon];
    const { action, orderId, input } = await this.#attempts.decide(step, ending, choices);
    if (action === 'adopt' && orderId !== undefined) return orderId;
    const { placing } = this.#desks;
    const { orderId: ended } = this.#display.progress;
    if (ended !== undefined) placing.isOver(ended);
    else if (ending.details.code === 'outcomeUnknown') placing.decideThatThereIsNone(ending.details.candidates);
    return startOver(this.#display, input ?? {});
  }
}
