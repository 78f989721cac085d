import { CancellationScope } from '@temporalio/workflow';
import type { FalloutCode } from '../../contract/fallout.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import type { Display } from './display.ts';
import type { EarlierRuns, LeftBehind } from './earlier-runs.ts';
import { endingOf, endOrder, falloutCodeOf, type Ending } from './endings.ts';
import { CHOICES, type FalloutDesk } from './fallout.ts';
import { startOver, StartOver } from './start-over.ts';
import type { WithdrawalDesk } from './withdrawal.ts';

type Choices = (typeof CHOICES)[keyof typeof CHOICES][];

interface Desks {
  fallout: FalloutDesk;
  earlierRuns: EarlierRuns;
  withdrawal: WithdrawalDesk;
}

/** Endings that Octane gave an order, rather than a step of ours. */
const ENDED_BY_OCTANE: (FalloutCode | undefined)[] = ['rejected', 'cancelled', 'failed'];

/** Does what an order needs done, and has a person decide, or the order end, where it cannot be done. */
export class Attempts {
  readonly #display: Display;
  readonly #desks: Desks;
  readonly #onFallout: 'wait' | 'fail';

  constructor(display: Display, desks: Desks, onFallout: 'wait' | 'fail') {
    this.#display = display;
    this.#desks = desks;
    this.#onFallout = onFallout;
  }

  /** What a step came to. After the placing it is not cut off by a withdrawal: Octane would go on with the order. */
  async attempt<T>(run: () => Promise<T>): Promise<{ value: T } | { ending: Ending }> {
    const placed = this.#display.progress.orderId !== undefined;
    try {
      return { value: placed ? await CancellationScope.nonCancellable(run) : await run() };
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
    choices: Choices,
  ): Promise<{ value: T } | { decision: ResolveRequest }> {
    for (;;) {
      const attempt = await this.attempt(run);
      if ('value' in attempt) return attempt;
      const decision = await this.decide(step, attempt.ending, choices);
      if (decision.action !== 'retry' || decision.input) return { decision };
    }
  }

  /** Lets a person decide, unless the caller would rather have the failure, or nobody could do anything about it. */
  async decide(step: string, ending: Ending, choices: Choices): Promise<ResolveRequest> {
    const { withdrawal, fallout } = this.#desks;
    const code = falloutCodeOf(ending);
    // Whatever Octane made of an order that was withdrawn, it is not wanted any more.
    const asked =
      (withdrawal.accepted || withdrawal.isWished) &&
      (ending.type === 'OrderCancelled' || ENDED_BY_OCTANE.includes(code));
    if (asked || this.#onFallout === 'fail') return this.#end(step, named(step, ending));
    const ask = () => fallout.ask({ code, step, sentence: ending.message, choices: [...choices] });
    // Where there may be an order, a withdrawal must not end the wait for a person.
    const attempt = await (code === 'outcomeUnknown' ? withdrawal.whileUndecided(ask) : this.attempt(ask));
    if ('ending' in attempt) return this.#end(step, attempt.ending);
    const decision = attempt.value;
    if (decision.action !== 'abandon') return decision;
    const abandoned = abandonedAfter(ending, code);
    if (this.#desks.earlierRuns.isTold) throw endOrder(this.#display, abandoned);
    return this.#end(step, abandoned);
  }

  /** Ends the order; but one that is not known to be at Octane only when an earlier run of its reference left nothing there. */
  async #end(step: string, ending: Ending): Promise<never> {
    const isSettled = this.#display.progress.orderId !== undefined || ending.details.code === 'outcomeUnknown';
    const left = isSettled ? undefined : await this.#desks.earlierRuns.leftBehind();
    throw left ? await this.#afterDecisionAbout(left, step, ending) : endOrder(this.#display, ending);
  }

  async #afterDecisionAbout(left: LeftBehind, step: string, ending: Ending): Promise<Error> {
    const { withdrawal, fallout } = this.#desks;
    const code = 'outcomeUnknown';
    const unknown: Ending = {
      type: 'OctaneUnavailable',
      message: `${left.sentence} This run has placed nothing: ${ending.message}`,
      details: { outcome: 'unknown', code, candidates: left.orderIds },
    };
    if (this.#onFallout === 'fail') return endOrder(this.#display, unknown);
    this.#desks.earlierRuns.isTold = true;
    const choices = [CHOICES.lookForIt, CHOICES.adoptUnchecked, CHOICES.abandon];
    const { value: decision } = await withdrawal.whileUndecided(() =>
      fallout.ask({ code, step, sentence: unknown.message, choices }),
    );
    const { action, orderId, input = {} } = decision;
    if (action === 'abandon') return endOrder(this.#display, abandonedAfter(unknown, code));
    if (action === 'adopt') {
      withdrawal.forget();
      return new StartOver({}, orderId);
    }
    withdrawal.waitForTheLook();
    return startOver(this.#display, input);
  }
}

function abandonedAfter({ message }: Ending, code: FalloutCode): Ending {
  return { type: 'OrderAbandoned', message: `abandoned by a person's decision, after: ${message}`, details: { code } };
}

function named(step: string, ending: Ending): Ending {
  return { ...ending, message: `${step}: ${ending.message}` };
}
