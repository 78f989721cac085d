import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import type { Stack } from '../stack.ts';

type Scenario = Parameters<Stack['sandbox']['faults']['set']>[0];
/** A fault of the sandbox, without the customer whom it is for. */
export type Fault = NonNullable<Scenario['rules']>[number];

export interface AtOctane {
  /** How many create-order calls Octane got for the order's customer. */
  creates: number;
  /** The ids of the customer's orders. */
  orders: string[];
}

export interface Ended extends AtOctane {
  /** The id of the order that it completed with. */
  result?: string | undefined;
  failure?: unknown;
}

const FIRST_CUSTOMER = 100_001;

/** Plan changes by the name of what goes wrong with each of them; each is for a customer of its own. */
export class Cases {
  readonly #stack: Stack;
  readonly #custNos: ReadonlyMap<string, number>;

  constructor(stack: Stack, faults: Readonly<Record<string, Fault[]>>) {
    this.#stack = stack;
    this.#custNos = new Map(Object.keys(faults).map((name, index) => [name, FIRST_CUSTOMER + index]));
    stack.sandbox.faults.set({
      rules: Object.entries(faults).flatMap(([name, own]) =>
        own.map((fault) => ({ ...fault, custNo: this.#custNoOf(name) })),
      ),
    });
  }

  /** Starts the order, which fails rather than wait for a person, and waits for its end. */
  async ended(name: string): Promise<Ended> {
    const order = await this.#start(name);
    const ending = await order.result().then(
      ({ orderId }) => ({ result: orderId }),
      (failure: unknown) => ({ failure }),
    );
    return { ...ending, ...this.#atOctane(name) };
  }

  /** Starts the order, and waits until it has been searched for twice. */
  async searchedForTwice(name: string): Promise<AtOctane> {
    const order = await this.#start(name);
    const custNo = this.#custNoOf(name);
    const { calls } = this.#stack.sandbox.records;
    await eventually(() => Promise.resolve(calls.of('listOrders', { custNo }) > 1 || undefined));
    await this.#stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
    return this.#atOctane(name);
  }

  #start(name: string) {
    return this.#stack.orders.start('planChange', planChangeInput({ service: { custNo: this.#custNoOf(name) } }));
  }

  #atOctane(name: string): AtOctane {
    const custNo = this.#custNoOf(name);
    const { records } = this.#stack.sandbox;
    return {
      creates: records.calls.createsFor(custNo),
      orders: records.ordersOf(custNo).map(({ orderId }) => orderId),
    };
  }

  #custNoOf(name: string): number {
    return this.#custNos.get(name) ?? 0;
  }
}
