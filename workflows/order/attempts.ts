import { CancellationScope } from '@temporalio/workflow';
import type { FalloutCode } from '../../contract/fallout.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import type { Display } from './display.ts';
import { endingOf, endOrder, falloutCodeOf, type Ending } from './endings.ts';
import type { CHOICES, FalloutDesk } from './fallout.ts';
import type { WithdrawalDesk } from './withdrawal.ts';

type Choices = (typeof CHOICES)[keyof typeof CHOICES][];

/** Endings that Octane gave an order, rather than a step of ours. */
const ENDED_BY_OCTANE: (FalloutCode | undefined)[] = ['rejected', 'cancelled', 'failed'];

/** Does what an order needs done, and has a person decide, or the order end, where it cannot be done. */
export class Attempts {
  readonly #display: Display;
  readonly #desks: { fallout: FalloutDesk; withdrawal: WithdrawalDesk };
  readonly #onFallout: 'wait' | 'fail';

  constructor(
    display: Display,
    desks: { fallout: FalloutDesk; withdrawal: WithdrawalDesk },
    onFallout: 'wait' | 'fail',
  ) {
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
    const asked = withdrawal.accepted && (ending.type === 'OrderCancelled' || ENDED_BY_OCTANE.includes(code));
    if (asked || this.#onFallout === 'fail') throw endOrder(this.#display, named(step, ending));
    const ask = () => fallout.ask({ code, step, sentence: ending.message, choices: [...choices] });
    // Where there may be an order, a withdrawal must not end the wait for a person.
    const attempt = await (code === 'outcomeUnknown' ? withdrawal.whileUndecided(ask) : this.attempt(ask));
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
