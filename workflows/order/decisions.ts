import { CancellationScope, condition, log } from '@temporalio/workflow';
import { CHOICES } from '../../contract/fallout-choices.ts';
import type { Choice, Fallout, FalloutCode } from '../../contract/fallout.ts';
import { tell } from '../../contract/happenings.ts';
import { cut, TEXT_LIMITS } from '../../contract/limits.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import { askedBy, reasonOf } from './asked.ts';
import { assessJeopardy } from './capabilities.ts';
import { leftByEarlierRuns, type LeftBehind } from './earlier-runs.ts';
import { endingOf, endOrder, falloutCodeOf, type Ending } from './endings.ts';
import { publishEvents } from './events.ts';
import type { OrderState } from './order-state.ts';
import { StartOver } from './start-over.ts';

/** Endings that Octane gave an order, rather than a step of ours. */
const ENDED_BY_OCTANE: (FalloutCode | undefined)[] = ['rejected', 'cancelled', 'failed'];

/** What a step returned, or how it failed. */
export type Attempted<T> = { value: T } | { ending: Ending };

/** Runs the steps of an order, and asks a person, or ends the order, where a step cannot be done. */
export class Decisions {
  readonly #state: OrderState;
  /** Of the input as it is corrected by now. */
  readonly #onFallout: () => 'wait' | 'fail';
  #decision: ResolveRequest | undefined;

  constructor(state: OrderState, onFallout: () => 'wait' | 'fail') {
    this.#state = state;
    this.#onFallout = onFallout;
  }

  /** Whether a decision is being carried out, so that another one has to wait. */
  get isDecided(): boolean {
    return this.#decision !== undefined;
  }

  /** Takes a decision that was checked. */
  take(decision: ResolveRequest): void {
    this.#decision = decision;
  }

  /** After the placing a step is not cut off by a withdrawal: Octane would go on with the order. */
  async attempt<T>(run: () => Promise<T>): Promise<Attempted<T>> {
    try {
      await publishEvents(this.#state.record);
      return { value: await (this.#state.orderId === undefined ? run() : CancellationScope.nonCancellable(run)) };
    } catch (error) {
      const ending = endingOf(error);
      if (!ending) throw error;
      return { ending };
    }
  }

  /** Until it is done, or a person decides otherwise than to retry it as it is. */
  async untilDone<T>(
    step: string,
    run: () => Promise<T>,
    choices: readonly Choice[],
  ): Promise<{ value: T } | { decision: ResolveRequest }> {
    for (;;) {
      const attempted = await this.attempt(run);
      if ('value' in attempted) return attempted;
      const decision = await this.decide(step, attempted.ending, choices);
      if (decision.action !== 'retry' || decision.input) return { decision };
    }
  }

  /** Lets a person decide, unless the caller would rather have the failure, or no decision could change anything. */
  async decide(step: string, ending: Ending, choices: readonly Choice[]): Promise<ResolveRequest> {
    const { withdrawal, earlierRuns } = this.#state.record;
    const code = falloutCodeOf(ending);
    // An order that was withdrawn is not wanted any more, however it ended.
    const isWished =
      (withdrawal.accepted !== 'no' || withdrawal.isWanted) &&
      (ending.type === 'OrderCancelled' || ENDED_BY_OCTANE.includes(code));
    if (isWished || this.#onFallout() === 'fail')
      return this.#end(step, { ...ending, message: `${step}: ${ending.message}` });
    const ask = () => this.#ask({ code, step, sentence: ending.message, choices: [...choices] });
    // Where there may be an order, a withdrawal must not end the wait for a person.
    const asked = await this.attempt(() => (code === 'outcomeUnknown' ? CancellationScope.nonCancellable(ask) : ask()));
    if ('ending' in asked) return this.#end(step, asked.ending);
    const decision = asked.value;
    if (decision.action !== 'abandon') return decision;
    const abandoned = abandonedAfter(ending, code);
    if (earlierRuns.isTold) throw endOrder(this.#state, abandoned);
    return this.#end(step, abandoned);
  }

  /** Ends the order; but one that Octane is not known to have only when an earlier run of its reference left nothing there. */
  async #end(step: string, ending: Ending): Promise<never> {
    const isSettled = this.#state.orderId !== undefined || ending.details.code === 'outcomeUnknown';
    const left = isSettled ? undefined : await leftByEarlierRuns(this.#state);
    throw left ? await this.#afterDecisionAbout(left, step, ending) : endOrder(this.#state, ending);
  }

  async #afterDecisionAbout(left: LeftBehind, step: string, ending: Ending): Promise<Error> {
    const state = this.#state;
    const { record } = state;
    const code = 'outcomeUnknown';
    const unknown: Ending = {
      type: 'OctaneUnavailable',
      message: `${left.sentence} This run has placed nothing: ${ending.message}`,
      details: { outcome: 'unknown', code, candidates: left.orderIds },
    };
    if (this.#onFallout() === 'fail') return endOrder(state, unknown);
    record.earlierRuns.isTold = true;
    const choices = [CHOICES.searchForIt, CHOICES.adoptUnchecked, CHOICES.abandon];
    const { action, orderId, input } = await CancellationScope.nonCancellable(() =>
      this.#ask({ code, step, sentence: unknown.message, choices }),
    );
    if (action === 'abandon') return endOrder(state, abandonedAfter(unknown, code));
    if (action === 'adopt' && orderId !== undefined) {
      record.isAdoptedUnchecked = true;
      state.happened(record.order, { type: 'placed', id: orderId, by: 'decision' });
      return new StartOver({}, `Order ${orderId} is adopted`);
    }
    // An earlier run may have placed it, so a wish to withdraw must not end the order before it was searched for.
    record.withdrawal.isAfterSearch = record.withdrawal.isWanted;
    return new StartOver(input ?? {});
  }

  /** Shows what there is to decide, and waits for the decision. */
  async #ask(question: Omit<Fallout, 'since'>): Promise<ResolveRequest> {
    const state = this.#state;
    const { state: before, waitingFor } = state.progress;
    const sentence = cut(question.sentence, TEXT_LIMITS.sentence);
    const fallout: Fallout = { ...question, sentence, since: new Date().toISOString() };
    const actions = fallout.choices.map(({ action }) => action).join(', ');
    state.show({ state: 'fallout', waitingFor: 'operator', fallout }, `A person must decide (${actions})`);
    tell(log, 'fallout', { code: fallout.code, step: fallout.step, actions });

    try {
      const decision = await this.#decisionInTime(fallout);
      // Only a person begins the patience anew.
      if (decision.action === 'retry') state.record.patientSince = new Date().toISOString();
      state.note({}, `${askedBy(decision)} decided to ${decision.action}: ${reasonOf(decision)}`);
      return decision;
    } finally {
      // Also when a withdrawal cut it off: a decision that arrives now must not answer the next question.
      this.#decision = undefined;
      state.show({ state: before, waitingFor, fallout: undefined, dueDate: undefined, inJeopardy: false });
    }
  }

  /** Waits for the decision; while it is overdue the order is in jeopardy, with an escalation each business day. */
  async #decisionInTime({ since }: Fallout): Promise<ResolveRequest> {
    const { flow } = this.#state.progress;
    const { state } = this.#state.record.location;
    for (;;) {
      const now = new Date().toISOString();
      const jeopardy = await assessJeopardy({ flow, state, phase: 'fallout', ran: [], runningSince: since, now });
      this.#state.showJeopardy(jeopardy);
      await publishEvents(this.#state.record);
      const wake = jeopardy.inJeopardy ? jeopardy.nextEscalation : jeopardy.dueDate;
      const isDecided = () => this.#decision !== undefined;
      await (wake === undefined
        ? condition(isDecided)
        : condition(isDecided, Math.max(1000, Date.parse(wake) - Date.parse(now)), {
            summary: jeopardy.inJeopardy ? 'Until the decision is escalated again' : 'Until the decision is overdue',
          }));
      const decision = this.#decision;
      this.#decision = undefined;
      if (decision) return decision;
    }
  }
}

function abandonedAfter({ message }: Ending, code: FalloutCode): Ending {
  return { type: 'OrderAbandoned', message: `abandoned by a person's decision, after: ${message}`, details: { code } };
}
