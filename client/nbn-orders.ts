import { isDeepStrictEqual } from 'node:util';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
  type WorkflowExecutionInfo,
} from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { withoutNulls } from '../contract/absent.ts';
import type { Inputs } from '../contract/inputs.ts';
import { FLOWS, referenceOf, TASK_QUEUES, workflowIdOf, type Flow, type OrderFlow } from '../contract/names.ts';
import type { CustomerReconciliation } from '../contract/reconciliation.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { inWords, wrongFieldsOf } from '../contract/validation.ts';
import { knownOutage, type KnownOutage } from '../temporal/known-outage.ts';
import { QUERIES } from '../temporal/visibility.ts';
import { assertText, notOneOf } from './arguments.ts';
import { connect, type ConnectOptions } from './connection.ts';
import { NoSuchOrder, OrderError, ReferenceInUse } from './errors.ts';
import { queryOf, type ListFilter } from './list-filter.ts';
import { listPage } from './list-page.ts';
import { OrderHandle, type PollAnswer, type PollOptions } from './order-handle.ts';
import { reconcile, type ReconcileFilter } from './reconciliation.ts';
import { isReachable } from '../temporal/reachable.ts';
import { withinLimit } from './time-limit.ts';
import {
  countUndelivered,
  sendEventsAgain,
  undeliveredEvents,
  type UndeliveredEvents,
  type UndeliveredFilter,
} from './undelivered-events.ts';

export interface OrderSummary {
  reference: string;
  flow: string;
  state: string | undefined;
  waitingFor: string | undefined;
  orderId: string | undefined;
  orderStatus: string | undefined;
  custNo: string | undefined;
  /** When its current phase should be over. */
  dueDate: Date | undefined;
  /** True while that is missed. */
  inJeopardy: boolean;
  startedAt: Date;
  closedAt: Date | undefined;
}

/** Some of the orders that a filter gives. */
export interface OrderPage {
  orders: OrderSummary[];
  /** Where the next page begins; missing after the last one. */
  cursor?: string;
}

/** Starts NBN orders and tells how they stand; for other services. */
export class NbnOrders {
  readonly #client: Client;
  readonly #answerExpected: number | undefined;

  /** @param options - `answerExpected`: milliseconds after which a call looks whether a worker runs; default 20,000. */
  constructor(client: Client, { answerExpected }: { answerExpected?: number | undefined } = {}) {
    this.#client = client;
    this.#answerExpected = answerExpected;
  }

  /**
   * Connects as Temporal's environment variables and profiles say (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, …).
   *
   * @throws NotConnected that says why.
   */
  static async connect(options: ConnectOptions & { answerExpected?: number } = {}): Promise<NbnOrders> {
    return new NbnOrders(await connect(options), options);
  }

  async close(): Promise<void> {
    await this.#client.connection.close();
  }

  /**
   * Starts an order. Safe to repeat: the same reference with the same input gives the same order while it runs and after it
   * succeeded. After it failed, the reference may be used again.
   *
   * @param given - The flow's input. A field that is null counts as absent, and is not sent.
   * @throws OrderError `InvalidOrder` with every wrong field, or for a flow that does not exist; nothing was started.
   * @throws ReferenceInUse when the reference stands for another order; nothing was started.
   */
  async start<F extends Flow>(flow: F, given: Inputs[F]): Promise<OrderHandle<F>> {
    assertValid(flow, given);
    const input = withoutNulls(given);
    const { reference } = input;
    const workflowId = workflowIdOf(reference);
    try {
      const workflow = await this.#client.workflow.start(flow, {
        args: [input],
        workflowId,
        taskQueue: TASK_QUEUES.orders,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        staticSummary: summaryOf(flow, input),
        typedSearchAttributes: attributesOf(input),
        // Groups share the calls to Octane. Orders that name none are a group of their own.
        ...(input.groupNo !== undefined && { priority: { fairnessKey: input.groupNo } }),
      });
      return new OrderHandle<F>(reference, workflow, true, this.#answerExpected);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await this.#assertSameOrder(flow, input);
      return this.order<F>(reference);
    }
  }

  /**
   * Whether {@link start} would find this order rather than start it; starts nothing.
   *
   * @throws OrderError, ReferenceInUse as it does.
   */
  async exists<F extends Flow>(flow: F, given: Inputs[F]): Promise<boolean> {
    assertValid(flow, given);
    const input = withoutNulls(given);
    try {
      const status = await this.order(input.reference).status();
      if (status !== 'RUNNING' && status !== 'COMPLETED') return false;
    } catch (error) {
      if (error instanceof NoSuchOrder) return false;
      throw error;
    }
    await this.#assertSameOrder(flow, input);
    return true;
  }

  /**
   * The order with this reference, which must have been started; a wrong one shows at the first call. Of an enquiry:
   * `order<'diagnosticTest'>(reference)`, whose result has measurements.
   */
  order<F extends Flow = OrderFlow>(reference: string): OrderHandle<F> {
    return new OrderHandle<F>(
      reference,
      this.#client.workflow.getHandle(workflowIdOf(reference)),
      false,
      this.#answerExpected,
    );
  }

  /**
   * As {@link OrderHandle.poll}, by Octane's id of the order: for a program that hears from elsewhere that Octane changed it, such as
   * from an inbound notification. The order is found by this id a moment after its first status.
   *
   * @throws TypeError when the id is no text.
   */
  async orderChanged({ orderId }: { orderId: string }, options: PollOptions = {}): Promise<PollAnswer> {
    assertText('orderId', orderId);
    // By this alone: activities/watching.ts.
    for await (const { workflowId, status } of this.#client.workflow.list({ query: QUERIES.ordersWith(orderId) })) {
      if (status.name === 'RUNNING') return this.order(referenceOf(workflowId)).poll(options);
    }
    return { polls: false, why: `No running order has order ${orderId} of Octane.` };
  }

  /**
   * Orders, open and closed, newest first. What it reads is eventually consistent.
   *
   * @param filter - Default: all orders.
   * @throws TypeError when the filter has a field or a word that is not known.
   */
  async *list(filter: ListFilter = {}): AsyncGenerator<OrderSummary> {
    for await (const execution of this.#client.workflow.list({ query: queryOf(filter) })) {
      yield summaryOfExecution(execution);
    }
  }

  /**
   * As {@link list}, a page at a time, for a program that hands the pages on.
   *
   * @param page - `limit`: the most orders; `cursor`: that of the page before, default the first page.
   * @throws TypeError as it does.
   * @throws UnknownCursor
   */
  async page(filter: ListFilter, page: { limit: number; cursor?: string | undefined }): Promise<OrderPage> {
    const { executions, cursor } = await listPage(this.#client, queryOf(filter), page);
    return { orders: executions.map(summaryOfExecution), ...(cursor !== undefined && { cursor }) };
  }

  /** How many orders {@link list} would list. @throws TypeError as it does. */
  async count(filter: ListFilter = {}): Promise<number> {
    return (await this.#client.workflow.count(queryOf(filter))).count;
  }

  /** The outage of Octane, for every order alike, that is on; undefined while there is none. */
  octaneOutage(): Promise<KnownOutage | undefined> {
    return knownOutage(this.#client);
  }

  /**
   * Compares what our orders say with what Octane's orders and services say, and changes nothing. Each customer comes when it
   * is compared; a difference counts when a second comparison finds it too. Needs a worker, which makes the calls to Octane.
   *
   * @throws CannotReconcile when Octane cannot be read.
   */
  reconcile(filter: ReconcileFilter = {}): AsyncGenerator<CustomerReconciliation> {
    return reconcile(this.#client, filter);
  }

  /**
   * Events that a receiver has not taken for ten seconds, by order and receiver. What it reads is eventually consistent.
   *
   * @param filter - Default: all.
   * @throws TypeError when the filter has a field that is not known.
   */
  undeliveredEvents(filter: UndeliveredFilter = {}): AsyncGenerator<UndeliveredEvents> {
    return undeliveredEvents(this.#client, filter);
  }

  /** How many {@link undeliveredEvents} gives without a filter. */
  countUndeliveredEvents(): Promise<number> {
    return countUndelivered(this.#client);
  }

  /**
   * Has undelivered events sent again at once.
   *
   * @param filter - Default: all.
   * @returns for how many orders and receivers.
   * @throws TypeError as {@link undeliveredEvents} does.
   */
  sendEventsAgain(filter: UndeliveredFilter = {}): Promise<number> {
    return sendEventsAgain(this.#client, filter);
  }

  /**
   * Runs calls that are to be answered within so many milliseconds, all together.
   *
   * @throws NotConnected after 3 seconds at most when Temporal is away.
   * @throws NoAnswer when Temporal, or a worker, takes longer. Whether a change was made is not known then.
   */
  within<T>(limit: number, calls: () => Promise<T>): Promise<T> {
    return withinLimit(this.#client, limit, calls);
  }

  /** Whether Temporal answers, within a second. */
  isReachable(): Promise<boolean> {
    return isReachable(this.#client);
  }

  async #assertSameOrder<F extends Flow>(flow: F, input: Inputs[F]): Promise<void> {
    const { namespace } = this.#client.options;
    const { history } = await this.#client.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId: workflowIdOf(input.reference) },
      maximumPageSize: 1,
    });
    const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
    const startedFlow = started?.workflowType?.name;
    if (startedFlow !== flow) throw new ReferenceInUse(input.reference, flow, `a ${startedFlow ?? 'deleted order'}`);
    const startedInput: unknown = await decodeFromPayloadsAtIndex(
      this.#client.options.loadedDataConverter,
      0,
      started?.input?.payloads,
    );
    if (!isDeepStrictEqual(withoutNulls(startedInput), JSON.parse(JSON.stringify(input)))) {
      throw new ReferenceInUse(input.reference, flow, `a ${flow} with another input`);
    }
  }
}

function assertValid<F extends Flow>(flow: F, input: Inputs[F]): void {
  // A caller in JavaScript may give any text.
  if (!FLOWS.includes(flow)) {
    const message = notOneOf(flow, FLOWS);
    throw new OrderError('InvalidOrder', `The flow ${message}`, { fields: [{ path: 'flow', message }] });
  }
  const fields = wrongFieldsOf(flow, input);
  if (fields.length > 0)
    throw new OrderError('InvalidOrder', `The ${flow} order is invalid: ${inWords(fields)}.`, { fields });
}

/** undefined for a customer who is new. */
function custNoOf(input: Inputs[Flow]): number | undefined {
  const customer = 'service' in input ? input.service : input.customer;
  return 'custNo' in customer ? customer.custNo : undefined;
}

/** For the Web UI's list; nothing personal. */
function summaryOf(flow: Flow, input: Inputs[Flow]): string {
  const plan = 'planNo' in input ? `, plan ${input.planNo}` : '';
  const custNo = custNoOf(input);
  return `${flow} for ${custNo === undefined ? 'a new customer' : `customer ${custNo}`}${plan}`;
}

/** What the workflow itself would set first, so that the order can be found at once. */
function attributesOf(input: Inputs[Flow]): SearchAttributePair[] {
  const { state, waitingFor, custNo, groupNo } = SEARCH_ATTRIBUTES;
  const customer = custNoOf(input);
  return [
    { key: state, value: 'placing' },
    { key: waitingFor, value: 'octane' },
    ...(customer === undefined ? [] : [{ key: custNo, value: String(customer) }]),
    ...(input.groupNo === undefined ? [] : [{ key: groupNo, value: input.groupNo }]),
  ];
}

function summaryOfExecution({
  workflowId,
  type,
  startTime,
  closeTime,
  typedSearchAttributes,
}: WorkflowExecutionInfo): OrderSummary {
  const { state, waitingFor, orderId, orderStatus, custNo, dueDate, jeopardy } = SEARCH_ATTRIBUTES;
  return {
    reference: referenceOf(workflowId),
    flow: type,
    state: typedSearchAttributes.get(state),
    waitingFor: typedSearchAttributes.get(waitingFor),
    orderId: typedSearchAttributes.get(orderId),
    orderStatus: typedSearchAttributes.get(orderStatus),
    custNo: typedSearchAttributes.get(custNo),
    dueDate: typedSearchAttributes.get(dueDate),
    inJeopardy: typedSearchAttributes.get(jeopardy) ?? false,
    startedAt: startTime,
    closedAt: closeTime,
  };
}
