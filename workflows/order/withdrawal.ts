import { CancellationScope, condition } from '@temporalio/workflow';
import { isTerminal } from '../../contract/states.ts';
import type { Withdrawal as Verdict, WithdrawRequest } from '../../contract/updates.ts';
import { askedBy, reasonOf } from './asked.ts';
import { orders } from './capabilities.ts';
import { leftByEarlierRuns, type LeftBehind } from './earlier-runs.ts';
import { endingOf } from './endings.ts';
import type { OrderState } from './order-state.ts';

/**
 * Withdrawing an order, which is what cancelling its workflow means too. Before it is placed it simply ends; once Octane has
 * it, only an activation can be withdrawn, and the order itself tells whether that was in time.
 */
export class Withdrawals {
  readonly #state: OrderState;
  /** What the flow runs in until it is placed. */
  #scope: CancellationScope | undefined;

  constructor(state: OrderState) {
    this.#state = state;
  }

  /** Runs what a withdrawal may stop. A wish that had to wait while the outcome was unknown is not forgotten when the flow starts over. */
  run<T>(flow: () => Promise<T>): Promise<T> {
    const { withdrawal } = this.#state.record;
    if (withdrawal.isWanted && !withdrawal.isAfterSearch) withdrawal.accepted = 'here';
    const scope = new CancellationScope();
    if (withdrawal.accepted !== 'no') scope.cancel();
    this.#scope = scope;
    return scope.run(flow);
  }

  async withdraw(request: WithdrawRequest): Promise<Verdict> {
    const state = this.#state;
    const { withdrawal } = state.record;
    state.show({}, `${askedBy(request)} asks to withdraw the order: ${reasonOf(request)}`);
    const left = this.#isUntouched() ? await leftByEarlierRuns(state, { urgently: true }) : undefined;
    if (left && this.#isUntouched()) {
      withdrawal.isWanted = true;
      // Makes the flow ask a person, or fail.
      this.#scope?.cancel();
      return this.#answer(refusedFor(left));
    }
    if (state.orderId === undefined && !this.#hasEnded() && !this.#isUndecided()) {
      withdrawal.isWanted = true;
      if (this.#placement() !== 'unknown') {
        withdrawal.accepted = 'here';
        this.#scope?.cancel();
        await condition(() => this.#placement() !== 'sending');
      }
    }
    return this.#answer(await this.#verdict());
  }

  #placement() {
    return this.#state.record.order.placement.is;
  }

  /** Octane's ending of the last order, if this is no order any more, is in `progress` still. */
  #hasEnded(): boolean {
    return isTerminal(this.#state.progress.state);
  }

  /** Whether a person has to tell whether Octane has the order: until then nothing can be withdrawn. */
  #isUndecided(): boolean {
    return this.#state.progress.fallout?.code === 'outcomeUnknown';
  }

  /** Whether this run has not begun to place the order, and goes on. */
  #isUntouched(): boolean {
    return this.#placement() === 'none' && !this.#hasEnded() && !this.#isUndecided();
  }

  #answer(verdict: Verdict): Verdict {
    if (!verdict.accepted) this.#state.record.withdrawal.accepted = 'no';
    this.#state.show({}, `Withdrawal ${verdict.accepted ? 'accepted' : 'refused'}: ${verdict.why}`);
    return verdict;
  }

  async #verdict(): Promise<Verdict> {
    const { record, progress, orderId } = this.#state;
    const { flow, state, fallout } = progress;
    if (fallout && ['rejected', 'cancelled', 'failed'].includes(fallout.code)) {
      return refused(`Octane has ended order ${orderId ?? ''} already. To leave it, resolve with abandon.`);
    }
    if (record.withdrawal.accepted === 'octane') return { accepted: true, why: 'Octane accepted it before.' };
    if (state === 'settling' || (orderId !== undefined && isTerminal(state))) {
      return refused(`Octane has ended the order: it is ${state}.`);
    }
    // Without an order id only a withdrawal ends it as cancelled; any other end may have left an order.
    if (isTerminal(state) && state !== 'cancelled') {
      return refused(`The order has ended already: it is ${state}. Its failure says what is known.`);
    }
    if (this.#isUndecided()) {
      return refused('It is not known whether Octane has the order. Decide that first, with resolve; then withdraw.');
    }
    if (this.#placement() === 'unknown') {
      return refused(
        'It is not known yet whether Octane has the order; it is being searched for. If Octane has none, the order ends as withdrawn; if it has, ask again.',
      );
    }
    if (orderId === undefined) {
      const left = await leftByEarlierRuns(this.#state, { urgently: true });
      return left ? refusedFor(left) : { accepted: true, why: 'Nothing was placed with Octane, and nothing will be.' };
    }
    if (flow !== 'activate') {
      return refused(`Octane has the ${flow} order ${orderId}, and it can withdraw activations only.`);
    }
    try {
      await orders.cancel({ orderId });
      record.withdrawal.accepted = 'octane';
      return {
        accepted: true,
        why: `Octane accepted it for order ${orderId}; the order tells whether it was in time.`,
      };
    } catch (error) {
      const ending = endingOf(error);
      if (!ending) throw error;
      return refused(ending.message);
    }
  }
}

function refused(why: string): Verdict {
  return { accepted: false, why };
}

function refusedFor({ sentence }: LeftBehind): Verdict {
  return refused(
    `${sentence} A person has to decide about it first: progress has the choices. With onFallout "fail" this order fails, and names it.`,
  );
}
