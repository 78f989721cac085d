import type { CustomerToAdd } from '../../activities/customers.ts';
import type { OrderRequest } from '../../activities/placing.ts';
import { CHOICES } from '../../contract/fallout-choices.ts';
import { customers, orders } from './capabilities.ts';
import { createOnce } from './create-once.ts';
import type { Decisions } from './decisions.ts';
import { withCode, type Ending } from './endings.ts';
import { enterPhase } from './following.ts';
import type { OrderState } from './order-state.ts';
import type { Creation } from './carried-record.ts';
import { claimsOf } from './service-claims.ts';
import { StartOver } from './start-over.ts';

/** What Octane is asked to create for an order, and what a person decides about it. */
export class Placing {
  readonly #state: OrderState;
  readonly #decisions: Decisions;

  constructor(state: OrderState, decisions: Decisions) {
    this.#state = state;
    this.#decisions = decisions;
  }

  /** @param freshUntil - ISO 8601: what the checks found counts until then; later they are done again first. */
  async place(request: OrderRequest, freshUntil: string | undefined): Promise<void> {
    const state = this.#state;
    const attempted = await this.#decisions.attempt(() =>
      createOnce(state, {
        creation: state.record.order,
        what: 'the order',
        attempt: (attempt) => orders.place({ ...attempt, request, services: claimsOf(state) }),
        freshUntil,
      }),
    );
    if ('value' in attempted) this.showPlaced(attempted.value);
    else await this.placeAnew('Place the order', attempted.ending);
  }

  /** @returns the customer number. */
  async addCustomer(wanted: Pick<CustomerToAdd, 'groupNo' | 'reference' | 'customer'>): Promise<number> {
    const creation = this.#state.record.customer;
    const attempted = await this.#decisions.attempt(() =>
      createOnce(this.#state, {
        creation,
        what: 'the customer',
        attempt: (attempt) => customers.add({ ...attempt, ...wanted, services: claimsOf(this.#state) }),
      }),
    );
    if ('value' in attempted) return Number(attempted.value);
    const { outcome, candidates = [] } = attempted.ending.details;
    const isUnknown = outcome === 'unknown';
    const choices = [isUnknown ? CHOICES.addCustomer : CHOICES.retryStep, CHOICES.abandon];
    const ending = isUnknown ? withCode(attempted.ending, 'customerOutcomeUnknown') : attempted.ending;
    const { input } = await this.#decisions.decide('Add the customer', ending, choices);
    if (isUnknown) this.#isNoneOf(creation, candidates);
    throw new StartOver(input ?? {});
  }

  /** When there is no order, or none any more: another one that Octane has, else the flow starts over. */
  async placeAnew(step: string, ending: Ending): Promise<void> {
    const { record, orderId: ended } = this.#state;
    const choices = [CHOICES.startOver, CHOICES.adopt, CHOICES.abandon];
    const { action, orderId, input } = await this.#decisions.decide(step, ending, choices);
    if (action === 'adopt' && orderId !== undefined) {
      this.#adopt(orderId);
      return;
    }
    const isUnknown = ending.details.code === 'outcomeUnknown';
    const others = ended === undefined ? (ending.details.candidates ?? []) : [ended];
    if (ended !== undefined || isUnknown) this.#isNoneOf(record.order, others);
    if (isUnknown) record.earlierRuns = { leftNothingBy: new Date().toISOString(), isTold: false };
    // The checks are done now.
    record.isAdoptedUnchecked = false;
    throw new StartOver(input ?? {});
  }

  /** Octane does not find the order: a person has it polled on, or names another one. */
  async pollOnOrAdopt(ending: Ending): Promise<void> {
    const choices = [CHOICES.pollAgain, CHOICES.adopt, CHOICES.abandon];
    const { action, orderId } = await this.#decisions.decide('Follow the order', ending, choices);
    if (action === 'adopt' && orderId !== undefined) this.#adopt(orderId);
  }

  showPlaced(orderId: string): void {
    enterPhase(this.#state, 'acknowledged', new Date().toISOString());
    this.#state.show({ orderId, state: 'acknowledged' }, `Octane has it as order ${orderId}`);
  }

  #adopt(orderId: string): void {
    const { record } = this.#state;
    record.following = { ran: {} };
    this.#state.happened(record.order, { type: 'placed', id: orderId, by: 'decision' });
    this.showPlaced(orderId);
  }

  /** A person searched in Octane, or Octane ended it: none of these is the one that is created next. */
  #isNoneOf(creation: Creation, ids: readonly string[]): void {
    creation.notThese.push(...ids);
    this.#state.happened(creation, { type: creation.placement.is === 'unknown' ? 'denied' : 'absent' });
  }
}
