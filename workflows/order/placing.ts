import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  patched,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { OrderRequest } from '../../activities/placing.ts';
import type { FailureDetails, FailureType } from '../../contract/failures.ts';
import { octaneIsBack, orders } from './capabilities.ts';
import type { EarlierRuns } from './earlier-runs.ts';
import { StartOver } from './start-over.ts';
import type { WithdrawalDesk } from './withdrawal.ts';

const FIRST_DELAY = 2_000;
const LONGEST_DELAY = 600_000;
/** While the customer's wish is still fresh. */
const PATIENCE = 24 * 3_600_000;
/** How many create-order calls may end in nobody knows what, before a person has to look: should the list mislead us, it does no more harm. */
const MOST_UNHEARD = 3;

/** What a run hands to the one that continues it. */
export interface CarriedPlacing {
  began?: string;
  notThese: string[];
}

/**
 * Placing an order exactly once, as docs/exactly-once.md has it. An attempt is a single run of an activity, and the next one is
 * the workflow's decision: a retry that Temporal makes by itself may follow an attempt that nobody heard the end of.
 */
export class Placing {
  readonly #withdrawal: WithdrawalDesk;
  readonly #earlierRuns: EarlierRuns;
  /** When the first attempt began: no order that is older can be this one. */
  #began: string | undefined;
  readonly #notThese: string[];
  /** When a create-order call whose end nobody knows was over; undefined while there is none. */
  #suspectedAt: string | undefined;
  /** Of a run that is not the first of its chain, which was reset or continued: an earlier one may have placed the order. */
  readonly #continuedAt: string | undefined;
  #unheard = 0;
  /** Whether this run has sent a create-order call whose end nobody knows, whatever a person decided afterwards. */
  #hasSuspected = false;
  #decided = false;
  /** Whether the order that was found is that of an earlier run of the reference: this one has sent nothing. */
  isOfEarlierRun = false;

  /** @param carried - From the run that this one continues. */
  constructor(withdrawal: WithdrawalDesk, earlierRuns: EarlierRuns, carried?: CarriedPlacing) {
    this.#withdrawal = withdrawal;
    this.#earlierRuns = earlierRuns;
    this.#began = carried?.began;
    this.#notThese = carried?.notThese ?? [];
    const { runId, firstExecutionRunId } = workflowInfo();
    // Told to the activity and to nobody else: a reset run replays decisions of a run that was the first.
    if (runId !== firstExecutionRunId) this.#continuedAt = new Date().toISOString();
  }

  carry(): CarriedPlacing {
    return { ...(this.#began !== undefined && { began: this.#began }), notThese: this.#notThese };
  }

  /**
   * Looks and sends until Octane surely has the order, once, or surely has not.
   *
   * @param freshUntil - ISO 8601: when the checks have to be done again before anything is sent.
   * @param tell - Told what became of an attempt, before the next one.
   * @throws StartOver when the checks have to be done again.
   * @throws an activity's failure when trying again would not help, or nobody can tell whether Octane has the order.
   * @throws CancelledFailure when the order was withdrawn, and Octane has none.
   */
  place(request: OrderRequest, freshUntil: string | undefined, tell: (why: string) => void): Promise<string> {
    return this.#withdrawal.place(() => this.#attempts(request, freshUntil, tell));
  }

  /** Octane has ended this order, so it is not the one that is to be placed next. */
  isOver(orderId: string): void {
    this.#notThese.push(orderId);
  }

  /** A person looked into Octane: none of these is the order, and it is not there. */
  decideThatThereIsNone(candidates: string[] = []): void {
    this.#notThese.push(...candidates);
    this.#earlierRuns.haveLeftNothing();
    this.#decided = true;
    this.#unheard = 0;
  }

  async #attempts(request: OrderRequest, freshUntil: string | undefined, tell: (why: string) => void): Promise<string> {
    const giveUpAt = Date.now() + PATIENCE;
    this.#began ??= new Date().toISOString();
    for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
      if (this.#suspectedAt === undefined && freshUntil !== undefined && Date.now() > Date.parse(freshUntil)) {
        tell('The checks are too old to place an order by: starting over');
        throw new StartOver({});
      }
      const mayCreate = !this.#withdrawal.isWished && this.#unheard < MOST_UNHEARD;
      try {
        const placed = await this.#attempt(request, mayCreate);
        if (placed.placed === 'found') {
          this.isOfEarlierRun = this.#unheard === 0 && !(this.#hasSuspected && patched('own-order-after-a-decision'));
          tell('Octane has it already: found among the customer’s orders');
        } else this.#earlierRuns.haveLeftNothing();
        if (placed.placed !== 'no') return placed.orderId;
      } catch (error) {
        const { message, waitAtLeast, final, heldBack } = this.#learnFrom(error);
        if (final) throw error;
        const wait = Math.max(delay, waitAtLeast);
        if (Date.now() + wait > giveUpAt) throw this.#suspectedAt === undefined ? error : unknownOutcome(message);
        tell(`Not placed yet: ${message}`);
        await this.#pause(() =>
          heldBack ? untilOctaneIsBack(giveUpAt - Date.now()) : sleep(wait, { summary: 'Place the order again' }),
        );
        continue;
      }
      if (this.#withdrawal.isWished) throw new CancelledFailure('Withdrawn; Octane has no such order.');
      throw unknownOutcome(
        `sent ${MOST_UNHEARD} times, and each time the answer was lost; Octane's list does not show it.`,
      );
    }
  }

  /** An attempt is never cut off: its answer tells whether there is an order. */
  #attempt(request: OrderRequest, mayCreate: boolean) {
    return CancellationScope.nonCancellable(() =>
      orders.place({
        request,
        began: this.#began ?? new Date().toISOString(),
        notThese: this.#notThese,
        suspectedAt: this.#suspectedAt ?? this.#continuedAt,
        mayCreate,
        decided: this.#decided,
      }),
    );
  }

  #learnFrom(error: unknown): { message: string; waitAtLeast: number; final: boolean; heldBack?: boolean | undefined } {
    if (!(error instanceof ActivityFailure)) throw error;
    const { cause } = error;
    if (!(cause instanceof ApplicationFailure)) {
      // Cut off: by a timeout, with its worker.
      this.#suspect();
      return { message: 'the attempt was cut short, so it may have reached Octane.', waitAtLeast: 0, final: false };
    }
    const { outcome, operation, heldBack, retryAfter = 0 }: FailureDetails = cause.details?.[0] ?? {};
    const wasSent = operation?.startsWith('create') ?? false;
    // It is sent only when a look has found nothing.
    if (wasSent) this.#earlierRuns.haveLeftNothing();
    if (outcome === undefined || (outcome === 'unknown' && wasSent)) this.#suspect();
    else if (outcome === 'unknown') this.#suspectAnEarlierOne();
    else if (wasSent) this.#clear();
    return {
      message: outcome === undefined ? 'the attempt failed in a way that nobody foresaw.' : cause.message,
      waitAtLeast: retryAfter,
      final: cause.nonRetryable === true,
      heldBack,
    };
  }

  #suspect(): void {
    this.#unheard += 1;
    this.#hasSuspected = true;
    // What a person knew was true before this call.
    this.#decided = false;
    this.#suspectedAt = undefined;
    this.#suspectAnEarlierOne();
  }

  #suspectAnEarlierOne(): void {
    this.#suspectedAt ??= new Date().toISOString();
    this.#withdrawal.standing = 'looking';
  }

  /** A call is sent only when a look has found nothing, so one that was refused leaves nothing behind. */
  #clear(): void {
    this.#suspectedAt = undefined;
    this.#withdrawal.standing = 'sending';
  }

  /** While Octane may have the order, a withdrawal must not end the wait. */
  async #pause(pause: () => Promise<void>): Promise<void> {
    await (this.#suspectedAt === undefined ? pause() : CancellationScope.nonCancellable(pause));
  }
}

/** Whether it came back in time is what the next attempt tells. */
async function untilOctaneIsBack(patience: number): Promise<void> {
  try {
    await octaneIsBack(patience);
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
}

function unknownOutcome(message: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'OctaneUnavailable' satisfies FailureType,
    message: `It is not known whether Octane has the order: ${message}`,
    nonRetryable: true,
    details: [{ outcome: 'unknown', code: 'outcomeUnknown' } satisfies FailureDetails],
  });
}
