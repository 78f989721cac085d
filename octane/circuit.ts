import type { Outage, Outages } from '../contract/octane-outage.ts';
import { OctaneError } from './errors.ts';
import { OPERATIONS, type OperationName } from './operations.ts';

export const NO_OUTAGES: Outages = { current: () => Promise.resolve(undefined), begin: () => Promise.resolve() };

/**
 * After how many failures in a row, whatever operations they are of, all of Octane counts as away. One call that fails says little, and
 * so do the few of one customer or one operation, because calls that succeed come between. Calls that change something may
 * each fail by their own fault, however many they are: one that reads must be among those that fail, or one that never reached
 * Octane. Wrong credentials count sooner: accounts are usually locked after five attempts (inferred), and the first probe is one, too.
 */
const FAILURES_IN_A_ROW = { OctaneUnavailable: 5, OctaneUnauthorized: 3 } as const;

/** Milliseconds without a success, after which a second failure is enough: where few orders are open, calls are rare. */
const LONGEST_WITHOUT_SUCCESS = 3 * 60_000;

/** Stands before all calls to Octane: while all of it is away, they are held back rather than sent. */
export class Circuit {
  readonly #outages: Outages;
  #failures = 0;
  #firstFailedAt = 0;
  /** Whether one of the failures was no fault of what was asked for. */
  #isBlameless = false;
  /** Whether there may be an outage. At the beginning it is not known. */
  #suspicious = true;

  constructor(outages: Outages) {
    this.#outages = outages;
  }

  /** @throws OctaneError that is `heldBack`, while all of Octane is away. */
  async assertClosed(operation: OperationName): Promise<void> {
    const outage = this.#suspicious ? await this.#outages.current() : undefined;
    if (outage) throw heldBack(operation, outage);
    this.#suspicious = false;
  }

  /** @throws OctaneError of the call, or, when nothing was sent, one that is `heldBack`. */
  async run<T>(operation: OperationName, call: () => Promise<T>): Promise<T> {
    await this.assertClosed(operation);
    try {
      const answer = await call();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (error instanceof OctaneError) await this.#learnFrom(error);
      throw error;
    }
  }

  async #learnFrom(error: OctaneError): Promise<void> {
    if (!saysAway(error)) {
      this.#failures = 0;
      return;
    }
    // Another worker may know of an outage already.
    this.#suspicious = true;
    const now = Date.now();
    if (this.#failures === 0) {
      this.#firstFailedAt = now;
      this.#isBlameless = false;
    }
    this.#failures += 1;
    this.#isBlameless ||= isBlameless(error);
    const type = outageTypeOf(error);
    const failsForLong = now - this.#firstFailedAt >= LONGEST_WITHOUT_SUCCESS;
    if ((this.#failures < FAILURES_IN_A_ROW[type] && !failsForLong) || !this.#isBlameless) return;
    this.#failures = 0;
    await this.#outages.begin({ type, answer: error.message });
  }
}

/** Whether all of Octane may be away. What it understood, and refused, it will refuse again: that is an answer. */
export function saysAway({ retryable }: OctaneError): boolean {
  return retryable;
}

/** What is refused for the credentials, or was never sent, says nothing of any order either. */
function isBlameless(error: OctaneError): boolean {
  return OPERATIONS[error.operation].effect === 'reads' || error.outcome === 'refused';
}

export function outageTypeOf({ type }: OctaneError): Outage['type'] {
  return type === 'OctaneUnauthorized' ? type : 'OctaneUnavailable';
}

const SHORTEST_HOLD = 2_000;
const LONGEST_HOLD = 10 * 60_000;

/** Milliseconds until what is held back asks again: about as long again as the outage has lasted, spread out, so that all do not come at once. */
export function holdFor({ lasted }: Outage): number {
  const longest = Math.min(Math.max(lasted, SHORTEST_HOLD), LONGEST_HOLD);
  return Math.round(longest * (0.5 + Math.random() / 2));
}

function heldBack(operation: OperationName, outage: Outage): OctaneError {
  return new OctaneError(`Octane's ${operation} was not sent. ${inWords(outage)}`, {
    type: outage.type,
    operation,
    outcome: 'refused',
    retryable: true,
    retryAfter: holdFor(outage),
    heldBack: true,
  });
}

/** For a person whose order waits. */
export function inWords({ since, answer }: Outage): string {
  return `All of Octane has been away since ${since}; the last answer: ${answer} It is probed, and orders continue by themselves; see the workflow nbn-octane-outage.`;
}
