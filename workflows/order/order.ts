import { CancellationScope, sleep, workflowInfo } from '@temporalio/workflow';
import type { AppointmentWish } from '../../activities/appointments.ts';
import type { Polled } from '../../activities/orders.ts';
import type { OrderRequest } from '../../activities/placing.ts';
import { CHOICES } from '../../contract/fallout-choices.ts';
import type { NewCustomerInput } from '../../contract/inputs.ts';
import type { OrderResult } from '../../contract/outputs.ts';
import type { ServiceCondition } from '../../contract/service-condition.ts';
import { appointments, customers, services } from './capabilities.ts';
import type { Decisions } from './decisions.ts';
import { leftByEarlierRuns } from './earlier-runs.ts';
import { NOTHING_AWAITED } from './endings.ts';
import { nextStatus } from './following.ts';
import type { OrderState } from './order-state.ts';
import { Placing } from './placing.ts';
import { claimsOf, releaseServices, takeService } from './service-claims.ts';
import { StartOver } from './start-over.ts';

/** What a flow asks for in its own terms; the customer and the date are the order's. */
type Request = WithoutCommon<OrderRequest>;
type WithoutCommon<Whole> = Whole extends unknown ? Omit<Whole, 'custNo' | 'custReqDate'> : never;

/** What all orders have in common, once their input is valid. */
export interface Common {
  groupNo: string;
  custReqDate: string;
  onFallout: 'wait' | 'fail';
}

/** One order from its first check to its end: what all flows share, and what their recipes are written in. */
export class Order {
  readonly groupNo: string;
  readonly reference: string;
  readonly #common: Common;
  readonly #state: OrderState;
  readonly #decisions: Decisions;
  readonly #placing: Placing;
  readonly #continueAsNew: () => Promise<never>;
  /** Goes through the steps that the run before it has done. */
  #isCatchingUp: boolean;
  #custNo = 0;

  /** @param continueAsNew - Carries the order over to a new run. */
  constructor(common: Common, state: OrderState, decisions: Decisions, continueAsNew: () => Promise<never>) {
    this.groupNo = common.groupNo;
    this.reference = state.progress.reference;
    this.#common = common;
    this.#state = state;
    this.#decisions = decisions;
    this.#placing = new Placing(state, decisions);
    this.#continueAsNew = continueAsNew;
    this.#isCatchingUp = state.orderId !== undefined;
    state.note({ groupNo: common.groupNo });
  }

  /** The customer, as the activities name one. */
  get customer(): { groupNo: string; custNo: number } {
    return { groupNo: this.groupNo, custNo: this.#custNo };
  }

  /** Who the order is for. */
  isFor(custNo: number): void {
    this.#custNo = custNo;
    if (!this.#isCatchingUp) this.#state.show({ custNo }, `For customer ${custNo}`);
  }

  /** Where the service is. */
  isAt({ serviceClass, state }: { serviceClass: string; state?: string | undefined }): void {
    this.#state.record.location = { serviceClass, ...(state !== undefined && { state }) };
  }

  /** Adds to the timeline. */
  note(text: string): void {
    if (!this.#isCatchingUp) this.#state.show({}, text);
  }

  /** What was kept under this name first, whatever the order went through since. */
  keptOr<T>(name: string, value: T): T {
    return (this.#state.record.kept[name] ??= value) as T;
  }

  keep(name: string, value: unknown): void {
    this.#state.record.kept[name] = value;
  }

  /** Waits for the date that the input asks for, if it does. */
  async waitForDate(holdUntil: string | undefined): Promise<void> {
    const wait = holdUntil === undefined ? 0 : Date.parse(holdUntil) - Date.now();
    if (holdUntil === undefined || wait <= 0) return;
    this.#state.show({ state: 'waiting', waitingFor: 'date' }, `Held until ${holdUntil}, as the input asks`);
    await this.#do('Wait for the date', () => sleep(wait, { summary: `Held until ${holdUntil}` }));
    this.#state.show({ state: 'placing', waitingFor: 'octane' }, 'The date has come');
  }

  /** Waits for the service, which is this order's until it ends. */
  async takeService(service: string): Promise<void> {
    await this.#do('Wait for the service', () => takeService(this.#state, service));
  }

  /** Lets other orders have the services. */
  async releaseServices(): Promise<void> {
    await CancellationScope.nonCancellable(() => releaseServices(this.#state));
  }

  /** Runs one step, once, by its name. When it cannot be done a person decides, or the order ends with the contract's failure. */
  step<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.#once(name, () => this.#do(name, run));
  }

  /** A step that the order can do without: a person may also decide to skip it. */
  skippableStep<T>(name: string, run: () => Promise<T>): Promise<T | undefined> {
    return this.#once(name, async () => {
      const choices = [CHOICES.retryPlaced, CHOICES.skip, CHOICES.abandon];
      const done = await this.#decisions.untilDone(name, run, choices);
      return 'value' in done ? done.value : undefined;
    });
  }

  /**
   * Finds the one service that the order can be about, and checks that the plan is offered, where the goal names one.
   *
   * @returns false when it is already what the order is to make of it, so that there is nothing to order.
   */
  async findService(
    { lineSeqNo }: { lineSeqNo?: number | undefined },
    wish: { from: ServiceCondition; goal: ServiceCondition },
  ): Promise<boolean> {
    const name = wish.goal.planNo === undefined ? 'Find the service' : 'Find the service, check the plan';
    const found = await this.step(name, () => services.find({ ...this.customer, lineSeqNo, ...wish }));
    this.#state.record.lineSeqNo = found.lineSeqNo;
    this.note(`The service is line ${found.lineSeqNo}`);
    return !found.already;
  }

  /** Adds a customer who is new, once for the reference. */
  async addCustomer(customer: NewCustomerInput): Promise<void> {
    const { reference, groupNo } = this;
    const add = () => this.#placing.addCustomer({ groupNo, reference, customer });
    this.isFor(await this.#once('Add the customer', add));
  }

  /**
   * Places the order with Octane, once.
   *
   * @param freshUntil - ISO 8601: what the checks found counts until then; later they are done again first.
   */
  async place(request: Request, freshUntil?: string): Promise<void> {
    if (this.#state.orderId !== undefined) return;
    const { custReqDate } = this.#common;
    const { lineSeqNo } = this.#state.record;
    const line = lineSeqNo !== undefined && { lineSeqNo };
    await this.#placing.place({ ...request, ...line, custNo: this.#custNo, custReqDate }, freshUntil);
  }

  /** Moves the appointment that Octane made by itself, the earliest, to the one that the input asks for. */
  async book(wish: Omit<AppointmentWish, 'orderId'> | undefined): Promise<void> {
    if (!wish) return;
    await this.#once('Book the appointment', async () => {
      const book = () => appointments.book({ orderId: this.#placedOrderId(), ...wish });
      // A caller that wants no fallout gets the earliest appointment, rather than an order that no workflow follows.
      const booked =
        this.#common.onFallout === 'fail'
          ? await this.#decisions.attempt(book)
          : { value: await this.skippableStep('Move the appointment', book) };
      if ('ending' in booked) this.note(`The appointment stays as Octane made it: ${booked.ending.message}`);
      else if (booked.value) this.#state.show({ appointment: booked.value }, `Appointment ${booked.value.startTime}`);
      return true;
    });
  }

  /** Follows the order until Octane says that it has really ended. */
  async follow(): Promise<void> {
    this.#isCatchingUp = false;
    if (this.#state.record.following.ended) return;
    for (;;) {
      const next = await nextStatus(this.#state, this.#placedOrderId(), this.#common.custReqDate, (poll) =>
        this.#poll(poll),
      );
      if (!next) continue;
      if ('completed' in next) return;
      if (next.ending.details.code === 'orderNotFound') await this.#placing.pollOnOrAdopt(next.ending);
      else await this.#placing.placeAnew('Follow the order', next.ending);
    }
  }

  /** Follows an order that a person adopted without the checks. What a flow does after it is not done. */
  async followAdopted(): Promise<OrderResult> {
    this.#custNo = this.#state.progress.custNo ?? 0;
    if (this.#state.record.following.seen === undefined) this.#placing.showPlaced(this.#placedOrderId());
    await this.follow();
    return this.complete(
      `Octane has carried out order ${this.#placedOrderId()}; nothing was done after it, nor verified`,
    );
  }

  /** Checks that what was ordered is what is there. */
  async verifyService(goal: ServiceCondition): Promise<void> {
    if (this.#isUncompared) {
      this.note(
        'Octane had ended it before this run: the service is not compared, as later orders may have changed it',
      );
      return;
    }
    const orderId = this.#placedOrderId();
    const { lineSeqNo, following, order } = this.#state.record;
    const claims = claimsOf(this.#state);
    const verified = await this.skippableStep('Verify the service', () =>
      services.verify({ ...this.customer, orderId, lineSeqNo, goal, services: claims, began: order.began }),
    );
    following.isUncompared = verified?.isCompared === false;
  }

  /** Marks the customer as disconnected when this was the last service. */
  async disconnectCustomer(): Promise<{ disconnected: boolean; leftAs?: string } | undefined> {
    return this.skippableStep('Update the customer', () =>
      customers.disconnectWithoutServices({ ...this.customer, services: claimsOf(this.#state) }),
    );
  }

  /** @param endState - Given where the text tells of something else than the service as it was ordered. */
  complete(claim: string, endState?: OrderResult['state']): OrderResult {
    const { reference, flow, orderId } = this.#state.progress;
    const { lineSeqNo, following } = this.#state.record;
    const state = endState ?? following.ended?.state ?? 'completed';
    const note =
      endState === undefined && this.#isUncompared
        ? `Octane had completed order ${orderId ?? ''} before this run; the service was not compared`
        : claim;
    this.#state.note({ state, ...NOTHING_AWAITED }, note);
    return {
      reference,
      flow,
      state,
      ...(orderId !== undefined && { orderId }),
      custNo: this.#custNo,
      ...(lineSeqNo !== undefined && { lineSeqNo }),
      note,
    };
  }

  /** Nothing to order: completes at once, and says so; but when an earlier run of the reference ordered it, with that order. */
  async completeAsIs(goal: string): Promise<OrderResult> {
    if (this.#state.orderId === undefined) {
      const left = await leftByEarlierRuns(this.#state);
      const [only, another] = left?.orderIds ?? [];
      if (only === undefined || another !== undefined) {
        const note = `Nothing was ordered: the service is ${goal} already`;
        return this.complete(left ? `${note}. ${left.sentence}` : note);
      }
      const { order } = this.#state.record;
      this.#state.happened(order, { type: 'placed', id: only, by: order.hasSent ? 'search' : 'earlierRun' });
      this.#placing.showPlaced(only);
    }
    await this.follow();
    return this.complete(`The service is ${goal}`);
  }

  /** Octane had ended the order of an earlier run, or this run held the service only again, so later orders may have changed it. */
  get #isUncompared(): boolean {
    const { order, following } = this.#state.record;
    const isOfEarlierRun = order.placement.is === 'placed' && order.placement.by === 'earlierRun';
    return (isOfEarlierRun && following.ended?.atOnce === true) || following.isUncompared === true;
  }

  /** A step by its name: what it returned, when it is done already. */
  async #once<T>(name: string, run: () => Promise<T>): Promise<T> {
    const { steps } = this.#state.record;
    if (Object.hasOwn(steps, name)) return steps[name] as T;
    const result = await run();
    // Not `steps`: the order may have started over meanwhile.
    this.#state.record.steps[name] = result ?? null;
    return result;
  }

  async #do<T>(name: string, run: () => Promise<T>): Promise<T> {
    const choices = [this.#state.orderId === undefined ? CHOICES.retryStep : CHOICES.retryPlaced, CHOICES.abandon];
    const done = await this.#decisions.untilDone(name, run, choices);
    if ('value' in done) return done.value;
    throw new StartOver(done.decision.input ?? {});
  }

  async #poll(poll: () => Promise<Polled | undefined>): Promise<Polled | undefined> {
    const polled = await this.#do('Follow the order', poll);
    return polled || !workflowInfo().continueAsNewSuggested ? polled : this.#continueAsNew();
  }

  #placedOrderId(): string {
    const { orderId } = this.#state;
    if (orderId === undefined) throw new Error('An order is followed and verified only after it was placed.');
    return orderId;
  }
}
