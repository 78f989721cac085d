import { ActivityFailure, CancellationScope, patched } from '@temporalio/workflow';
import type { OrderFlow } from '../../contract/names.ts';
import { earlierRuns } from './capabilities.ts';
import type { Display } from './display.ts';

/** What an earlier run of the same reference left at Octane, or may have left. */
export interface LeftBehind {
  orderIds: string[];
  /** What is known of it, for a person. */
  sentence: string;
}

/**
 * The earlier runs of the same reference. Whoever is about to say that Octane has no order has to ask here: one of them may have
 * placed it.
 */
export class EarlierRuns {
  readonly #display: Display;
  readonly #flow: OrderFlow;
  #leftNothing = false;
  /** Whether a person was told what they may have left: who abandons the order after that need not be told again. */
  isTold = false;

  constructor(display: Display, flow: OrderFlow) {
    this.#display = display;
    this.#flow = flow;
  }

  /** A look among Octane's orders found none of theirs, or a person did who looked there. */
  haveLeftNothing(): void {
    this.#leftNothing = true;
  }

  /**
   * What they left, where nobody follows it; undefined when that is surely nothing.
   *
   * @param urgently - A person waits for the answer.
   */
  async leftBehind({ urgently = false } = {}): Promise<LeftBehind | undefined> {
    if (this.#leftNothing || !patched('ask-earlier-runs')) return undefined;
    const order = { flow: this.#flow, custNo: this.#display.progress.custNo };
    try {
      const ask = urgently ? earlierRuns.findLeftBehindNow : earlierRuns.findLeftBehind;
      const { orderIds, inDoubt } = await CancellationScope.nonCancellable(() => ask(order));
      if (orderIds.length > 0) {
        const named = orderIds.length === 1 ? 'order' : 'orders';
        const has = inDoubt ? 'may have placed' : 'has';
        const sentence = `An earlier run of this reference ${has} Octane's ${named} ${orderIds.join(', ')}, which nobody follows.`;
        return { orderIds, sentence };
      }
      if (inDoubt) {
        const sentence = 'An earlier run of this reference may have placed an order with Octane, which nobody follows.';
        return { orderIds, sentence };
      }
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      const sentence = 'It cannot be told whether an earlier run of this reference has placed an order with Octane.';
      return { orderIds: [], sentence };
    }
    this.#leftNothing = true;
    return undefined;
  }
}
