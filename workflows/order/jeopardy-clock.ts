import type { Clock, Interval } from '../../activities/orders.ts';
import type { Flow } from '../../contract/names.ts';
import { isTerminal, type OrderState } from '../../contract/states.ts';

/** How long each phase of an order has run so far. */
export class JeopardyClock {
  readonly #flow: Flow;
  readonly #notBefore: string;
  #ran: Partial<Record<OrderState, Interval[]>>;
  #running: Clock['running'];

  /**
   * @param custReqDate - ISO 8601: Octane holds the order until then, so nothing is overdue before.
   * @param carried - From the run that this one continues.
   */
  constructor(flow: Flow, custReqDate: string, carried?: Pick<Clock, 'ran' | 'running'>) {
    this.#flow = flow;
    this.#notBefore = new Date(custReqDate).toISOString();
    this.#ran = carried?.ran ?? {};
    this.#running = carried?.running;
  }

  carry(): Pick<Clock, 'ran' | 'running'> {
    return { ran: this.#ran, ...(this.#running && { running: this.#running }) };
  }

  /** What an assessment needs. */
  read(): Clock {
    return { flow: this.#flow, ...this.carry(), notBefore: this.#notBefore };
  }

  /** Tells the clock, each time the order was looked at, which phase it is in. */
  enter(phase: OrderState, at: string): void {
    if (isTerminal(phase)) {
      // An order that is placed in its stead starts anew.
      this.#ran = {};
      this.#running = undefined;
      return;
    }
    if (phase === this.#running?.phase) return;
    if (this.#running) {
      const { phase: ended, since } = this.#running;
      (this.#ran[ended] ??= []).push({ from: since, to: at });
    }
    this.#running = { phase, since: at };
  }
}
