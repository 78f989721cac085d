import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { UpdateRefused, type NbnOrders } from '../../client/index.ts';
import { FLOW_TABLE } from '../../contract/flows.ts';
import { workflowIdOf, type Flow } from '../../contract/names.ts';
import type { Progress } from '../../contract/outputs.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import { isActivation } from '../../sandbox/create-request.ts';
import type { Order } from '../../sandbox/order.ts';
import type { Records } from '../../sandbox/records.ts';
import type { PlannedOrder } from './orders.ts';

/** One decision that a person was needed for. */
export interface Decision {
  reference: string;
  code: string;
  action: string;
  sentence: string;
  /** Why it was refused, where it was. */
  refused?: string;
}

/** Milliseconds that a question is left alone: what is on its way to Octane has arrived by then. */
const BEFORE_ANSWERING = 5_000;
const WORK_EVERY = 1_000;

/** None for a flow that orders nothing. */
export function subOrderTypesOf(flow: Flow): readonly string[] {
  const facts = FLOW_TABLE[flow];
  return facts.kind === 'order' ? facts.subOrderTypes : [];
}

/** Answers the orders that need a person, as one does who can read Octane's records. */
export class Operator {
  readonly decisions: Decision[] = [];
  readonly #client: Client;
  readonly #orders: NbnOrders;
  readonly #records: Records;
  readonly #planned: readonly PlannedOrder[];
  #working: Promise<void> | undefined;
  #atWork = true;

  constructor(client: Client, orders: NbnOrders, records: Records, planned: readonly PlannedOrder[]) {
    this.#client = client;
    this.#orders = orders;
    this.#records = records;
    this.#planned = planned;
    this.#working = this.#work();
  }

  async goHome(): Promise<void> {
    this.#atWork = false;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#atWork) {
      try {
        for await (const { reference } of this.#orders.list({ state: 'fallout' })) await this.#answer(reference);
      } catch {
        // The server is down; the question is still there afterwards.
      }
      await sleep(WORK_EVERY);
    }
  }

  async #answer(reference: string): Promise<void> {
    const order = this.#orders.order(reference);
    const progress = await order.progress();
    const { fallout } = progress;
    if (!fallout || Date.now() < Date.parse(fallout.since) + BEFORE_ANSWERING) return;
    const request = await this.#decide(progress);
    const decision = { reference, code: fallout.code, action: request.action, sentence: fallout.sentence };
    try {
      await order.resolve(request);
      this.decisions.push(decision);
    } catch (error) {
      if (!(error instanceof UpdateRefused)) throw error;
      this.decisions.push({ ...decision, refused: error.message });
    }
  }

  async #decide(progress: Progress): Promise<ResolveRequest> {
    const by = { by: 'the operator' };
    const { code, choices } = progress.fallout ?? { choices: [] };
    const may = (action: string) => choices.some((choice) => choice.action === action);
    if (code === 'outcomeUnknown') {
      const [only, another] = await this.#candidates(progress);
      if (only && !another)
        return { ...by, action: 'adopt', orderId: only.orderId, reason: 'it is there, and no other order has it' };
      if (!only) return { ...by, action: 'retry', reason: 'Octane has no such order' };
    }
    if (code === 'stepFailed' && may('retry')) return { ...by, action: 'retry', reason: 'Octane works again' };
    return { ...by, action: 'abandon', reason: 'nothing else makes sense' };
  }

  /** The orders in the records that can be this one, and that no other reference has. */
  async #candidates({ reference, flow, custNo }: Progress): Promise<Order[]> {
    const mine = this.#planned.find(({ input }) => input.reference === reference);
    const taken = new Set<string>();
    // Of all runs: one that was reset may not have found its order yet.
    for await (const { workflowId, typedSearchAttributes } of this.#client.workflow.list()) {
      const orderId = typedSearchAttributes.get(SEARCH_ATTRIBUTES.orderId);
      if (orderId !== undefined && workflowId !== workflowIdOf(reference)) taken.add(orderId);
    }
    return this.#records
      .orders()
      .filter(({ orderId }) => !taken.has(orderId))
      .filter(
        ({ request }) => request.service.custNo === custNo && subOrderTypesOf(flow).includes(request.subOrderType),
      )
      .filter((order) => !isActivation(order.request) || isAt(order, mine));
  }
}

/** Whether an activation in the records is at the location that was asked for. */
export function isAt({ service }: Order, planned: PlannedOrder | undefined): boolean {
  if (planned?.flow !== 'activate') return false;
  return 'locationId' in planned.input.address && planned.input.address.locationId === service.location.id;
}
