import type { WorkflowHandle } from '@temporalio/client';
import type { OrderHandle } from '../../client/index.ts';
import {
  isHolding,
  isLockState,
  LOCK_MESSAGES,
  lockIdOf,
  serviceOf,
  type LockState,
} from '../../contract/service-lock.ts';
import { eventually } from '../eventually.ts';
import type { Stack } from '../stack.ts';
import { planChangeInput } from './inputs.ts';

export const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };
/** An order for it keeps the service, in fallout, until a person decides. */
export const NOT_OFFERED = 4711;

/** So that an order of an earlier run is soon known not to come. */
export const SHORT_CALLS = { responseTimeout: '2s', longestResponseTimeout: '2s' };

/** Plan changes of one customer, of which one holds the service and the others wait for it. */
export class ServiceQueue {
  readonly stack: Stack;
  readonly custNo: number;

  constructor(stack: Stack, custNo: number) {
    this.stack = stack;
    this.custNo = custNo;
  }

  order(planNo: number, reference?: string): Promise<OrderHandle> {
    const input = planChangeInput({ service: { custNo: this.custNo }, planNo, onFallout: 'wait' });
    return this.stack.orders.start('planChange', { ...input, ...(reference !== undefined && { reference }) });
  }

  /** Holds the service, and keeps it until somebody decides. */
  async holder(): Promise<OrderHandle> {
    const order = await this.order(NOT_OFFERED);
    await eventually(async () => (await order.progress()).fallout, 60, 300);
    return order;
  }

  /** Orders that wait, in this order of arrival. */
  async waiting(planNos: readonly number[]): Promise<OrderHandle[]> {
    const orders: OrderHandle[] = [];
    for (const planNo of planNos) orders.push(await this.order(planNo));
    await eventually(
      async () => {
        const { queue = [] } = (await this.lockState()) ?? {};
        return orders.every(({ workflowId }) => queue.some(({ order }) => order === workflowId)) ? true : undefined;
      },
      60,
      300,
    );
    return orders;
  }

  get lock(): WorkflowHandle {
    return this.stack.client.workflow.getHandle(lockIdOf(serviceOf.customer(this.custNo)));
  }

  async lockState(): Promise<LockState | undefined> {
    const state = await this.lock.query<unknown>(LOCK_MESSAGES.state).catch(() => undefined);
    return isLockState(state) ? state : undefined;
  }

  /**
   * Waits until all have ended; the one that holds the service and asks a person is told to order its plan.
   *
   * @returns how each ended; `gone` when it was deleted.
   */
  async ended(orders: readonly OrderHandle[], planOf: (index: number) => number): Promise<string[]> {
    return eventually(
      async () => {
        const hows = await Promise.all(orders.map((order) => statusOf(this.stack, order)));
        const { memo } = await this.lock.describe();
        const index = orders.findIndex(({ workflowId }) => isHolding(memo) && memo.holder.order === workflowId);
        const holder = hows[index] === 'RUNNING' ? orders[index] : undefined;
        if (holder) await decide(this.stack.orders.order(holder.reference), planOf(index));
        return hows.includes('RUNNING') ? undefined : hows;
      },
      150,
      300,
    );
  }

  plansOrdered(): unknown[] {
    return this.#atOctane().map(({ request }) => 'planNo' in request.service && request.service.planNo);
  }

  /** How many orders were placed before the one before them had ended. */
  overlaps(): number {
    const orders = this.#atOctane();
    return orders.slice(1).filter(({ placedAt }, index) => placedAt < (orders[index]?.modifiedAt ?? Infinity)).length;
  }

  #atOctane() {
    return this.stack.sandbox.records.ordersOf(this.custNo);
  }
}

export function workflowOf(stack: Stack, { workflowId }: Pick<OrderHandle, 'workflowId'>): WorkflowHandle {
  return stack.client.workflow.getHandle(workflowId);
}

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/**
 * Back to its first workflow task.
 *
 * @param after - To the first one after such an event instead.
 */
export async function reset(
  stack: Stack,
  workflowId: string,
  after: (event: HistoryEvent) => boolean = () => true,
): Promise<void> {
  const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  const since = events?.slice(events.findIndex(after));
  const task = since?.find(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes);
  await stack.client.workflowService.resetWorkflowExecution({
    namespace: stack.client.options.namespace,
    workflowExecution: { workflowId },
    reason: 'a test',
    requestId: `${workflowId}-${task?.eventId?.toString() ?? ''}`,
    workflowTaskFinishEventId: task?.eventId ?? null,
  });
}

/** Ends it, if it runs, and forgets it. */
export async function deleteExecution(stack: Stack, workflowId: string): Promise<void> {
  const { client } = stack;
  await client.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
  });
  await eventually(() =>
    client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => undefined,
        () => true,
      ),
  );
}

async function statusOf(stack: Stack, order: OrderHandle): Promise<string> {
  try {
    return (await workflowOf(stack, order).describe()).status.name;
  } catch {
    return 'gone';
  }
}

async function decide(order: OrderHandle, planNo: number): Promise<void> {
  // It may answer late, or be decided already.
  const progress = await order.progress().catch(() => undefined);
  if (progress?.fallout) await order.resolve({ ...ASKED, action: 'retry', input: { planNo } }).catch(() => undefined);
}
