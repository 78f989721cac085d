import type { OrderHandle } from '../../../client/index.ts';
import { planChangeInput } from '../../flows/inputs.ts';
import type { Stack } from '../../stack.ts';
import { ASKED, childOf, ended, inFallout, NOT_OFFERED, ordinaryCustomer, reached, type Scenario } from './scenario.ts';

interface Pair {
  holder: OrderHandle;
  waiting: OrderHandle;
}

/** Two orders for a customer; the first waits for a person, the second one for the first. */
async function pair(stack: Stack, reference: string): Promise<Pair> {
  const { orders } = stack;
  const custNo = ordinaryCustomer(stack);
  const first = planChangeInput({ reference: `${reference}-holder`, service: { custNo }, planNo: NOT_OFFERED });
  const holder = await orders.start('planChange', { ...first, onFallout: 'wait' });
  await inFallout(holder, 'checkFailed');
  const waiting = await orders.start('planChange', planChangeInput({ reference, service: { custNo } }));
  await reached(waiting, ({ heldBy }) => heldBy !== undefined);
  return { holder, waiting };
}

/** The same, until both have ended. */
async function pairThatEnded(stack: Stack, reference: string): Promise<Pair> {
  const orders = await pair(stack, reference);
  await orders.holder.resolve({ ...ASKED, action: 'abandon' });
  await ended(orders.holder);
  await ended(orders.waiting);
  return orders;
}

/** The run of the lock or the ticket that belongs to an order, once it has closed too. */
async function closedChild(stack: Stack, order: OrderHandle, type: string) {
  const child = await childOf(stack, order, type);
  await stack.client.workflow.getHandle(child.workflowId, child.runId).result();
  return child;
}

/** The lock of a service: who waits for it, and the lock itself. */
export const QUEUED: Record<string, Scenario> = {
  'plan-change-open-queued': {
    shows: 'open: waits for the service, which another order has',
    run: async (stack, reference) => (await pair(stack, reference)).waiting,
  },
  'service-lock-open': {
    shows: 'open: the lock of a service, with an order in its queue',
    run: async (stack, reference) => childOf(stack, (await pair(stack, reference)).holder, 'holdService'),
  },
  'service-ticket-open': {
    shows: 'open: the place of an order in that queue',
    run: async (stack, reference) => childOf(stack, (await pair(stack, reference)).waiting, 'queueForService'),
  },
  'plan-change-queued-completed': {
    shows: 'waits for the service, gets it, and completes',
    run: async (stack, reference) => (await pairThatEnded(stack, reference)).waiting,
  },
  'service-lock-completed': {
    shows: 'the lock of a service that two orders had, one after the other',
    run: async (stack, reference) => closedChild(stack, (await pairThatEnded(stack, reference)).holder, 'holdService'),
  },
  'service-ticket-completed': {
    shows: 'the place of an order in the queue, to its end',
    run: async (stack, reference) =>
      closedChild(stack, (await pairThatEnded(stack, reference)).waiting, 'queueForService'),
  },
};
