import type { ReconcileInput } from '../../../contract/reconciliation.ts';
import { COUNT_ORDERS, RECONCILE, TASK_QUEUES } from '../../../contract/names.ts';
import type { PlanChangeInput } from '../../../contract/inputs.ts';
import { eventually } from '../../eventually.ts';
import { planChangeInput } from '../../flows/inputs.ts';
import type { Stack } from '../../stack.ts';
import {
  ASKED,
  ended,
  FAR_AWAY,
  inFallout,
  NOT_OFFERED,
  ordinaryCustomer,
  reached,
  resetOf,
  type Execution,
  type Scenario,
} from './scenario.ts';

async function completed({ orders }: Stack, reference: string, custNo: number): Promise<Execution> {
  return ended(await orders.start('planChange', planChangeInput({ reference, service: { custNo } })));
}

/** The runs of an order whose history grew long, the first one first. */
async function runsOf(stack: Stack, workflowId: string): Promise<Required<Execution>[]> {
  const { raw } = await stack.client.workflow.getHandle(workflowId).describe();
  const first = raw.workflowExecutionInfo?.firstRunId ?? '';
  const runs = [{ workflowId, runId: first }];
  for (;;) {
    const { events } = await stack.client.workflow.getHandle(workflowId, runs.at(-1)?.runId).fetchHistory();
    const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    if (!next) return runs;
    runs.push({ workflowId, runId: next });
  }
}

/** A run of an order whose history grew long: the first one, or the last. */
export function continued(custNo: number, which: 0 | -1): Scenario['run'] {
  return async (stack, reference) => {
    const { workflowId } = await completed(stack, reference, custNo);
    const runs = await runsOf(stack, workflowId);
    const run = runs.at(which);
    if (!run || runs.length < 2) throw new Error(`${workflowId} was not carried over.`);
    return run;
  };
}

/** Terminates an order that Octane has, starts it anew with other input, and withdraws it unless it fails by itself. */
async function runAgain(stack: Stack, reference: string, changes: Partial<PlanChangeInput>) {
  const { orders, client } = stack;
  const custNo = ordinaryCustomer(stack);
  const input = planChangeInput({ reference, service: { custNo }, custReqDate: FAR_AWAY, onFallout: 'wait' });
  const first = await orders.start('planChange', input);
  await reached(first, ({ orderStatus }) => orderStatus !== undefined);
  const { orderId = '' } = await first.progress();
  await client.workflow.getHandle(first.workflowId).terminate('a recording');
  await eventually(async () => {
    const query = `WorkflowId = '${first.workflowId}' AND ExecutionStatus = 'Terminated'`;
    return (await client.workflow.count(query)).count > 0 || undefined;
  });
  const order = await orders.start('planChange', { ...input, ...changes });
  if (changes.onFallout === 'fail') return { order, input, orderId };
  await reached(order, ({ state }) => state === 'waiting' || state === 'fallout');
  await order.withdraw(ASKED);
  await inFallout(order, 'outcomeUnknown');
  return { order, input, orderId };
}

/** Orders with several runs, and what else the workers run. */
export const RUNS: Record<string, Scenario> = {
  'plan-change-reset-completed': {
    shows: 'the run of a reset to the start after the order completed: nothing is left to order',
    run: async (stack, reference) =>
      ended(await resetOf(stack, await completed(stack, reference, ordinaryCustomer(stack)), 'start')),
  },
  'plan-change-reset-before-placing': {
    shows: 'the run of a reset to just before the placing after the order completed: found at Octane, not placed again',
    run: async (stack, reference) =>
      ended(await resetOf(stack, await completed(stack, reference, ordinaryCustomer(stack)), 'placeOrder')),
  },
  'plan-change-open-reset': {
    shows: 'open: the run of a reset to the start while Octane has the order, which is found there and followed on',
    run: async (stack, reference) => {
      const input = planChangeInput({ reference, service: { custNo: ordinaryCustomer(stack) }, custReqDate: FAR_AWAY });
      const order = await stack.orders.start('planChange', input);
      await reached(order, ({ orderStatus }) => orderStatus !== undefined);
      const again = await resetOf(stack, order, 'start');
      return reached(
        again,
        ({ timeline, orderStatus }) =>
          orderStatus !== undefined && timeline.some(({ text }) => text.startsWith('Octane has the order already')),
      );
    },
  },
  'plan-change-first-run-withdrawn': {
    shows: 'withdrawn while it waits for its date, after Temporal was asked for earlier runs: there is none',
    run: async (stack, reference) => {
      const service = { custNo: ordinaryCustomer(stack) };
      const order = await stack.orders.start(
        'planChange',
        planChangeInput({ reference, service, holdUntil: FAR_AWAY }),
      );
      await reached(order, ({ waitingFor }) => waitingFor === 'date');
      await order.withdraw(ASKED);
      return ended(order);
    },
  },
  'plan-change-open-earlier-order-found': {
    shows:
      'open: a reference that ran before is withdrawn: a person retries, and the order of the earlier run is found',
    run: async (stack, reference) => {
      const { order, input } = await runAgain(stack, reference, { planNo: NOT_OFFERED });
      await order.resolve({ ...ASKED, action: 'retry', input: { planNo: input.planNo } });
      return reached(order, ({ orderStatus }) => orderStatus !== undefined);
    },
  },
  'plan-change-earlier-order-abandoned': {
    shows:
      'a reference that ran before is withdrawn while it waits for a date: a person leaves the order of the earlier run',
    run: async (stack, reference) => {
      const { order } = await runAgain(stack, reference, { holdUntil: FAR_AWAY });
      await order.resolve({ ...ASKED, action: 'abandon' });
      return ended(order);
    },
  },
  'plan-change-open-earlier-order-adopted': {
    shows:
      'open: a reference that ran before is withdrawn while it waits for a date: a person adopts the order of the earlier run without the checks',
    run: async (stack, reference) => {
      const { order, orderId } = await runAgain(stack, reference, { holdUntil: FAR_AWAY });
      await order.resolve({ ...ASKED, action: 'adopt', orderId });
      return reached(order, ({ orderStatus }) => orderStatus !== undefined);
    },
  },
  'plan-change-earlier-order-failed': {
    shows:
      'a reference that ran before, whose caller wants no fallout: a check fails, and the order of the earlier run is named',
    run: async (stack, reference) =>
      ended((await runAgain(stack, reference, { onFallout: 'fail', planNo: NOT_OFFERED })).order),
  },
  'plan-change-continued': {
    shows: 'the first run of an order whose history grows long: carried over to a new run',
    server: 'shortHistories',
    run: continued(990002, 0),
  },
  'plan-change-continuation': {
    shows: 'the last run of such an order: continues where the one before stood, and completes',
    server: 'shortHistories',
    run: continued(990021, -1),
  },
  'unknown-workflow-type': {
    shows: 'a workflow of a misspelt type: fails at once, and names the types that there are',
    run: async ({ client }, reference) => {
      const workflowId = `misspelt-${reference}`;
      const order = { workflowId, taskQueue: TASK_QUEUES.orders, args: [planChangeInput({ reference })] };
      await client.workflow.execute('planchange', order).catch(() => undefined);
      return { workflowId };
    },
  },
  'plan-change-null-input': {
    shows: 'a plan change without an input: fails, and names what is missing',
    run: async ({ client }, reference) => {
      const workflowId = `nbn-order-${reference}`;
      const order = { workflowId, taskQueue: TASK_QUEUES.orders, args: [null] };
      await client.workflow.execute('planChange', order).catch(() => undefined);
      return { workflowId };
    },
  },
  'reconcile-completed': {
    shows: 'a comparison with Octane of a customer without orders and of one whose order is not ours',
    run: async (stack, reference) => {
      const custNo = ordinaryCustomer(stack);
      await completed(stack, reference, custNo);
      const workflowId = `nbn-reconcile-${reference}`;
      const customers: ReconcileInput['customers'] = [
        { custNo, orders: [] },
        { custNo: ordinaryCustomer(stack), orders: [] },
      ];
      const input: ReconcileInput = { customers, since: '2026-01-01T00:00:00Z' };
      const args: [ReconcileInput] = [input];
      await stack.client.workflow.execute(RECONCILE, { args, workflowId, taskQueue: TASK_QUEUES.orders });
      return { workflowId };
    },
  },
  'count-orders-without-metrics': {
    shows: 'the count of open orders for the metrics, at a worker that is configured to have none',
    run: async ({ client }, reference) => {
      const workflowId = `nbn-count-orders-${reference}`;
      await client.workflow.execute(COUNT_ORDERS.type, { args: [], workflowId, taskQueue: TASK_QUEUES.orders });
      return { workflowId };
    },
  },
};
