import { once } from 'node:events';
import type { z } from 'zod';
import { NbnOrders, type Flow, type OrderHandle, type Progress } from '../../../client/index.ts';
import type { faultScenario } from '../../../sandbox/faults/scenario.ts';
import { seedCustomer } from '../../../sandbox/seeds.ts';
import { eventually } from '../../eventually.ts';
import type { Stack } from '../../stack.ts';

export interface Scenario {
  /** What the history shows; goes into the index. */
  shows: string;
  /** Resolves when the workflow has come to where it is recorded. Orders have the reference, or one that begins with it. */
  run: (stack: Stack, reference: string) => Promise<Execution>;
  /** Default `realTime`. */
  server?: ServerKind;
  /** What goes wrong with calls about customers of this scenario only. */
  faults?: FaultRules;
}

/** - `realTime`: the dev server, many scenarios at once
 *  - `shortHistories`: the same, and it asks for a new run after a few events
 *  - `withReceivers`: the same, with receivers of events
 *  - `timeSkipped`: the test server, for what takes days; one scenario each */
export type ServerKind = 'realTime' | 'shortHistories' | 'withReceivers' | 'timeSkipped';

export type FaultRules = NonNullable<z.input<typeof faultScenario>['rules']>;

/** What is recorded; without a run, the last one. */
export interface Execution {
  workflowId: string;
  runId?: string;
}

export const ASKED = { by: 'Olive Operator', reason: 'a recording' };

/** Octane holds an order with this date back: it stays acknowledged. */
export { FAR_AHEAD as FAR_AWAY } from '../../far-ahead.ts';

/** A plan that is not on offer: an order for it waits for a person, and has the service meanwhile. */
export const NOT_OFFERED = 4711;

/** A customer with an active service whom no other scenario knows: scenarios run side by side, and one order at a time has a service. */
export function ordinaryCustomer({ sandbox: { records } }: Stack): number {
  const custNo = records.takeCustNo();
  seedCustomer(records, { custNo }, Date.parse('2025-01-01T00:00:00Z'));
  return custNo;
}

/** Waits until the order has ended, in whatever way. Throws after a minute. */
export async function ended(order: OrderHandle<Flow>): Promise<OrderHandle<Flow>> {
  const tooLate = once(AbortSignal.timeout(60_000), 'abort').then(() => {
    throw new Error(`Order ${order.reference} has not ended within a minute.`);
  });
  await Promise.race([order.result().catch(() => undefined), tooLate]);
  return order;
}

/** Waits until the order stands as it should. */
export async function reached(
  order: OrderHandle<Flow>,
  isThere: (progress: Progress) => boolean,
): Promise<OrderHandle<Flow>> {
  await eventually(async () => (isThere(await order.progress()) ? true : undefined));
  return order;
}

/** Waits until a person has to decide, about something new. */
export async function inFallout(order: OrderHandle<Flow>, code: string, since?: string): Promise<string> {
  const fallout = await eventually(async () => {
    const progress = await order.progress();
    return progress.fallout?.code === code && progress.fallout.since !== since ? progress.fallout : undefined;
  });
  return fallout.since;
}

/** Runs a closed workflow again from the workflow task before its first, or before an activity of it; the new run. */
export async function resetOf(
  stack: Stack,
  { workflowId }: Execution,
  to: 'start' | 'placeOrder',
): Promise<OrderHandle> {
  const handle = stack.client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const task =
    to === 'start'
      ? events.find(({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes)?.eventId
      : events.find(({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name === to)
          ?.activityTaskScheduledEventAttributes?.workflowTaskCompletedEventId;
  if (!task) throw new Error(`${workflowId} has nothing to reset to.`);
  await stack.client.workflowService.resetWorkflowExecution({
    namespace: stack.client.options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: task,
    reason: 'a recording',
    requestId: `${workflowId}-${to}`,
  });
  return new NbnOrders(stack.client).order(workflowId.replace('nbn-order-', ''));
}
