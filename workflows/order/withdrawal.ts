import { CancellationScope, condition, defineUpdate, isCancellation, setHandler } from '@temporalio/workflow';
import { UPDATES } from '../../contract/names.ts';
import { isTerminal } from '../../contract/states.ts';
import type { Withdrawal, WithdrawRequest } from '../../contract/updates.ts';
import { orders } from './capabilities.ts';
import type { Display } from './display.ts';
import type { EarlierRuns, LeftBehind } from './earlier-runs.ts';
import { endingOf } from './endings.ts';
import { assertAsked } from './fallout.ts';

const withdrawUpdate = defineUpdate<Withdrawal, [WithdrawRequest]>(UPDATES.withdraw);

/**
 * What Octane may have of an order that has no order id: nothing, what a call that is under way makes, what is being looked for,
 * or what a person has to decide about.
 */
type Standing = 'nothing' | 'sending' | 'looking' | 'undecided';

/** What a run hands to the one that continues it. */
export interface CarriedWithdrawal {
  acceptedBy: 'nobody' | 'us' | 'octane';
  /** A wish that nobody could grant yet; runs of older code carry none. */
  wished?: boolean;
  waitsForTheLook?: boolean;
}

/**
 * Withdrawing an order, which is what cancelling its workflow means too. Before it is placed it simply ends; once Octane has
 * it, only an activation can be withdrawn, and the order itself tells whether that came in time.
 */
export class WithdrawalDesk {
  readonly #display: Display;
  readonly #earlierRuns: EarlierRuns;
  /** What the flow runs in until it is placed. */
  #scope: CancellationScope | undefined;
  standing: Standing = 'nothing';
  /** By whom a withdrawal was accepted last: here, where nothing was placed, or by Octane. */
  #acceptedBy: 'nobody' | 'us' | 'octane';
  #wished: boolean;
  /** A wish that is granted only when the placing's look finds no order. */
  #waitsForTheLook: boolean;

  /**
   * Registers the update's handler, so it comes before the workflow's first await.
   *
   * @param carried - From the run that this one continues.
   */
  constructor(display: Display, earlierRuns: EarlierRuns, carried?: CarriedWithdrawal) {
    this.#display = display;
    this.#earlierRuns = earlierRuns;
    this.#acceptedBy = carried?.acceptedBy ?? 'nobody';
    this.#wished = carried?.wished ?? false;
    this.#waitsForTheLook = carried?.waitsForTheLook ?? false;
    setHandler(withdrawUpdate, (request) => CancellationScope.nonCancellable(() => this.#withdraw(request)), {
      validator: (request: WithdrawRequest | undefined) => {
        assertAsked(request);
      },
    });
    CancellationScope.current().cancelRequested.catch(() =>
      CancellationScope.nonCancellable(() => this.#withdraw({ by: 'Temporal', reason: 'the workflow was cancelled' })),
    );
  }

  carry(): CarriedWithdrawal {
    return {
      acceptedBy: this.#acceptedBy,
      ...(this.#wished && { wished: true }),
      ...(this.#waitsForTheLook && { waitsForTheLook: true }),
    };
  }

  /** Whether somebody withdrew the order and it was accepted, so that its cancellation is what was asked for. */
  get accepted(): boolean {
    return this.#acceptedBy !== 'nobody';
  }

  /** Whether somebody wants the order withdrawn that is just being placed: should Octane not have it, it is not to be sent. */
  get isWished(): boolean {
    return this.#wished;
  }

  /** Runs what a withdrawal may stop. */
  run<T>(flow: () => Promise<T>): Promise<T> {
    const scope = new CancellationScope();
    // A wish that could not be granted while the outcome was unknown is not forgotten when the flow starts over.
    if (this.#wished && !this.#waitsForTheLook) this.#acceptedBy = 'us';
    if (this.accepted) scope.cancel();
    this.#scope = scope;
    return scope.run(flow);
  }

  /** An order has come up that can be asked about anew. */
  forget(): void {
    this.#wished = false;
  }

  /** The flow starts over because an earlier run may have placed the order, so the wish must not end it before that is known. */
  waitForTheLook(): void {
    this.#waitsForTheLook = true;
  }

  /** Runs the placing: a withdrawal waits for the answer to a call that is under way. */
  async place<T>(placing: () => Promise<T>): Promise<T> {
    this.standing = 'sending';
    this.#waitsForTheLook = false;
    try {
      const placed = await placing();
      this.forget();
      return placed;
    } catch (error) {
      if (this.isWished && isCancellation(error)) this.#acceptedBy = 'us';
      throw error;
    } finally {
      this.standing = 'nothing';
    }
  }

  /** Runs a wait for a person who has to tell whether Octane has the order: until then nothing can be withdrawn. */
  async whileUndecided<T>(wait: () => Promise<T>): Promise<{ value: T }> {
    this.standing = 'undecided';
    try {
      return { value: await CancellationScope.nonCancellable(wait) };
    } finally {
      this.standing = 'nothing';
    }
  }

  async #withdraw({ by, reason }: WithdrawRequest): Promise<Withdrawal> {
    this.#display.show({}, `${by} asks to withdraw the order: ${reason}`);
    const left = this.#isUntouched() ? await this.#earlierRuns.leftBehind({ urgently: true }) : undefined;
    if (left && this.#isUntouched()) {
      this.#wished = true;
      // Has the flow ask a person, or fail.
      this.#scope?.cancel();
      return this.#answer(refusedFor(left));
    }
    const { orderId, state } = this.#display.progress;
    if (orderId === undefined && !isTerminal(state) && this.standing !== 'undecided') {
      this.#wished = true;
      if (this.standing !== 'looking') {
        this.#acceptedBy = 'us';
        this.#scope?.cancel();
        await condition(() => this.standing !== 'sending');
      }
    }
    return this.#answer(await this.#verdict());
  }

  /** Whether this run has not come to the placing, and goes on. */
  #isUntouched(): boolean {
    const { orderId, state } = this.#display.progress;
    return orderId === undefined && !isTerminal(state) && this.standing === 'nothing';
  }

  #answer(verdict: Withdrawal): Withdrawal {
    if (!verdict.accepted) this.#acceptedBy = 'nobody';
    this.#display.show({}, `Withdrawal ${verdict.accepted ? 'accepted' : 'refused'}: ${verdict.why}`);
    return verdict;
  }

  async #verdict(): Promise<Withdrawal> {
    const { orderId, flow, state, fallout } = this.#display.progress;
    if (fallout && ['rejected', 'cancelled', 'failed'].includes(fallout.code)) {
      return {
        accepted: false,
        why: `Octane has ended order ${orderId ?? ''} already. To leave it, resolve with abandon.`,
      };
    }
    if (this.#acceptedBy === 'octane') return { accepted: true, why: 'Octane accepted it before.' };
    if (state === 'settling' || (orderId !== undefined && isTerminal(state))) {
      return { accepted: false, why: `Octane has ended the order: it is ${state}.` };
    }
    // Without an order id only a withdrawal ends it as cancelled; any other end may have left an order that nobody knows of.
    if (isTerminal(state) && state !== 'cancelled') {
      return { accepted: false, why: `The order has ended already: it is ${state}. Its failure says what is known.` };
    }
    if (this.standing === 'undecided') {
      return {
        accepted: false,
        why: 'It is not known whether Octane has the order. Decide that first, with resolve; then withdraw.',
      };
    }
    if (this.standing === 'looking') {
      return {
        accepted: false,
        why: 'It is not known yet whether Octane has the order; it is being looked for. If Octane has none, the order ends as withdrawn; if it has, ask again.',
      };
    }
    if (orderId === undefined) {
      const left = await this.#earlierRuns.leftBehind({ urgently: true });
      return left ? refusedFor(left) : { accepted: true, why: 'Nothing was placed with Octane, and nothing will be.' };
    }
    if (flow !== 'activate') {
      return { accepted: false, why: `Octane has the ${flow} order ${orderId}, and it can withdraw activations only.` };
    }
    try {
      await orders.cancel({ orderId });
      this.#acceptedBy = 'octane';
      return {
        accepted: true,
        why: `Octane accepted it for order ${orderId}; the order tells whether it came in time.`,
      };
    } catch (error) {
      const ending = endingOf(error);
      if (!ending) throw error;
      return { accepted: false, why: ending.message };
    }
  }
}

function refusedFor({ sentence }: LeftBehind): Withdrawal {
  return {
    accepted: false,
    why: `${sentence} A person has to decide about it first: progress has the choices. With onFallout "fail" this order fails, and names it.`,
  };
}
