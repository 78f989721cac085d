import { ApplicationFailure, CancellationScope, condition, defineUpdate, log, setHandler } from '@temporalio/workflow';
import { RESOLVE_ACTIONS, type Choice, type Fallout, type ResolveAction } from '../../contract/fallout.ts';
import { UPDATE_REFUSED, UPDATES } from '../../contract/names.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import type { Display } from './display.ts';
import { assessJeopardy } from './capabilities.ts';

const resolveUpdate = defineUpdate<{ accepted: ResolveAction }, [ResolveRequest]>(UPDATES.resolve);

/** Has to accept a decision before it counts; throws {@link refusedUpdate} with why not. */
export type CheckDecision = (decision: ResolveRequest, fallout: Fallout) => Promise<void>;

export function refusedUpdate(why: string): ApplicationFailure {
  return ApplicationFailure.create({ type: UPDATE_REFUSED, message: why, nonRetryable: true });
}

/** Who asks and why: both stay in the history, so neither may be missing. */
export function assertAsked(request: Partial<{ by: unknown; reason: unknown }> | undefined): void {
  for (const field of ['by', 'reason'] as const) {
    const value = request?.[field];
    if (typeof value !== 'string' || value.trim() === '')
      throw refusedUpdate(`"${field}" is required: ${ASKED[field]}.`);
  }
}

const ASKED = { by: 'who asks for this', reason: 'why' } as const;

/** Where an order waits for a person's decision. One decision at a time; the person, the reason and the action stay in the timeline. */
export class FalloutDesk {
  readonly #display: Display;
  /** Where the service is: its business days count. */
  place: { state?: string } = {};
  #decision: ResolveRequest | undefined;
  #checking = false;

  /** Registers the update's handler, so it comes before the workflow's first await. */
  constructor(display: Display, check: CheckDecision) {
    this.#display = display;
    setHandler(
      resolveUpdate,
      async (decision) => {
        this.#checking = true;
        try {
          const { fallout } = display.progress;
          // The root scope may be cancelled: that was a wish to withdraw, and no end of decisions.
          if (fallout) await CancellationScope.nonCancellable(() => check(decision, fallout));
          if (display.progress.fallout !== fallout)
            throw refusedUpdate('The question was answered otherwise meanwhile.');
          this.#decision = decision;
        } finally {
          this.#checking = false;
        }
        return { accepted: decision.action };
      },
      {
        validator: (decision: ResolveRequest | undefined) => {
          this.#validate(decision);
        },
      },
    );
  }

  /** Shows what there is to decide, and waits for the decision. */
  async ask(question: Omit<Fallout, 'since'>): Promise<ResolveRequest> {
    const display = this.#display;
    const { state, waitingFor } = display.progress;
    const fallout: Fallout = { ...question, since: new Date().toISOString() };
    const actions = fallout.choices.map(({ action }) => action).join(', ');
    display.show({ state: 'fallout', waitingFor: 'operator', fallout }, `A person must decide (${actions})`);
    log.warn('An order needs a person', { code: fallout.code, step: fallout.step, actions });

    await this.#decisionInTime(fallout);
    const decision = this.#decision;
    this.#decision = undefined;
    if (!decision) throw new Error('The wait for a decision ends with one.');
    display.show(
      { state, waitingFor, fallout: undefined, dueDate: undefined, inJeopardy: false },
      `${decision.by} decided to ${decision.action}: ${decision.reason}`,
    );
    return decision;
  }

  /** Waits for the decision; while it is overdue the order is in jeopardy, with an escalation each business day. */
  async #decisionInTime({ since }: Fallout): Promise<void> {
    const decided = () => this.#decision !== undefined;
    for (;;) {
      const { flow } = this.#display.progress;
      const now = new Date().toISOString();
      const { state } = this.place;
      const jeopardy = await assessJeopardy({ flow, state, phase: 'fallout', ran: [], runningSince: since, now });
      this.#display.showJeopardy(jeopardy);
      const wake = jeopardy.inJeopardy ? jeopardy.nextEscalation : jeopardy.dueDate;
      if (wake === undefined) return condition(decided);
      if (await condition(decided, Math.max(1000, Date.parse(wake) - Date.parse(now)))) return;
    }
  }

  #validate(decision: Partial<ResolveRequest> | undefined): void {
    assertAsked(decision);
    const { fallout, state } = this.#display.progress;
    if (!fallout) throw refusedUpdate(`There is nothing to decide: the order is ${state}, not in fallout.`);
    if (this.#decision !== undefined || this.#checking)
      throw refusedUpdate('Another decision is just being carried out.');
    const { action, orderId, input } = decision ?? {};
    if (action === undefined || !RESOLVE_ACTIONS.includes(action)) {
      throw refusedUpdate(`"action" must be one of ${RESOLVE_ACTIONS.join(', ')}.`);
    }
    if (!fallout.choices.some((choice) => choice.action === action)) throw refusedUpdate(whyNot(action, fallout));
    if (action === 'adopt' && (typeof orderId !== 'string' || orderId === '')) {
      throw refusedUpdate('"orderId" is required to adopt: the order that Octane has already.');
    }
    if (input === undefined) return;
    if (action !== 'retry') throw refusedUpdate('"input" can be corrected only with retry.');
    const takesInput = [CHOICES.retryStep, CHOICES.startOver, CHOICES.lookForIt].some((choice) =>
      fallout.choices.includes(choice),
    );
    if (!takesInput) throw refusedUpdate('"input" cannot be corrected any more: Octane has carried out the order.');
  }
}

function whyNot(action: ResolveAction, { code, choices }: Fallout): string {
  const offered = choices.map((choice) => choice.action).join(', ');
  const reasons: Record<ResolveAction, string> = {
    retry: 'it would only fail again',
    skip: 'the order would go on without something it needs',
    adopt: 'there is no order of Octane that it could take up',
    abandon: 'it cannot be left',
  };
  return `${action} is not possible for ${code}: ${reasons[action]}. Possible: ${offered}.`;
}

/** What the choices do, in the words that the operator reads. */
export const CHOICES = {
  retryStep: {
    action: 'retry',
    effect: 'does this step again; with "input", corrects the input and starts over from the checks',
  },
  retryPlaced: { action: 'retry', effect: 'does this step again' },
  startOver: {
    action: 'retry',
    effect:
      'starts over from the checks and places a new order with Octane, so only when it surely has none; "input" corrects the input',
  },
  lookForIt: {
    action: 'retry',
    effect:
      'starts over from the checks and looks for that order, to take it up. When Octane has none, a withdrawn order ends then, and any other is placed; "input" corrects the input',
  },
  adopt: { action: 'adopt', effect: 'takes up the order "orderId" that Octane has already, and follows it' },
  adoptUnchecked: {
    action: 'adopt',
    effect:
      'takes up the order "orderId" that Octane has already, and only follows it: without the checks, and without what comes after it',
  },
  skip: { action: 'skip', effect: 'goes on without this step' },
  abandon: { action: 'abandon', effect: 'ends this workflow as OrderAbandoned; nothing is changed at Octane' },
} as const satisfies Record<string, Choice>;
