import type { OrderHandle } from '../../../client/index.ts';
import { LOCK_MESSAGES, lockIdOf, SERVICES_QUERY } from '../../../contract/service-lock.ts';
import { activateInput, planChangeInput } from '../../flows/inputs.ts';
import type { Stack } from '../../stack.ts';
import {
  ASKED,
  ended,
  inFallout,
  NOT_OFFERED,
  ordinaryCustomer,
  reached,
  type Execution,
  type Scenario,
} from './scenario.ts';

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

/** The lock that two orders of a customer share. */
async function lockOf({ client }: Stack, { workflowId }: Execution): Promise<Execution> {
  const services = await client.workflow.getHandle(workflowId).query<string[]>(SERVICES_QUERY);
  const lockId = lockIdOf(services[0] ?? '');
  return { workflowId: lockId, runId: (await client.workflow.getHandle(lockId).describe()).runId };
}

/** The same, once it has closed. */
async function closedLockOf(stack: Stack, reference: string): Promise<Execution> {
  const { holder, waiting } = await pair(stack, reference);
  const lock = await lockOf(stack, holder);
  await holder.resolve({ ...ASKED, action: 'abandon' });
  await ended(waiting);
  await stack.client.workflow.getHandle(lock.workflowId, lock.runId).result();
  return lock;
}

/** The lock of a service: the orders that wait for it, and the lock itself. */
export const QUEUED: Record<string, Scenario> = {
  'plan-change-open-queued': {
    shows: 'open: waits for the service, which another order holds',
    run: async (stack, reference) => (await pair(stack, reference)).waiting,
  },
  'service-lock-open': {
    shows: 'open: the lock of a service, with an order in its queue',
    run: async (stack, reference) => lockOf(stack, (await pair(stack, reference)).holder),
  },
  'service-lock-holder-terminated': {
    shows: 'the lock of a service whose holder is terminated: the order that waits gets it',
    run: async (stack, reference) => {
      const { holder, waiting } = await pair(stack, reference);
      const lock = await lockOf(stack, holder);
      await stack.client.workflow.getHandle(holder.workflowId).terminate('a recording');
      await ended(waiting);
      await stack.client.workflow.getHandle(lock.workflowId, lock.runId).result();
      return lock;
    },
  },
  'plan-change-queued-completed': {
    shows: 'waits for the service, gets it, and completes',
    run: async (stack, reference) => (await pairThatEnded(stack, reference)).waiting,
  },
  'activate-queued-for-customer': {
    shows: 'an activation that waits for its customer, whose service another order changes, and completes',
    run: async (stack, reference) => {
      const { holder } = await pair(stack, `${reference}-pair`);
      const { custNo = 0 } = await holder.progress();
      const address = { locationId: 'LOC380400040993' };
      const order = await stack.orders.start('activate', activateInput({ reference, customer: { custNo }, address }));
      await reached(order, ({ heldBy }) => heldBy !== undefined);
      await holder.resolve({ ...ASKED, action: 'abandon' });
      return ended(order);
    },
  },
  'service-lock-completed': {
    shows: 'the lock of a service that two orders held, one after the other',
    run: closedLockOf,
  },
  'service-lock-continued': {
    shows: 'the first run of a lock that took many messages: carried over to a new run',
    run: async (stack, reference) => {
      const { holder } = await pair(stack, reference);
      const lock = await lockOf(stack, holder);
      const claimant = { order: 'nbn-order-without-workflow', chain: '', since: '2030-01-01T00:00:00Z' };
      const handle = stack.client.workflow.getHandle(lock.workflowId, lock.runId);
      while ((await handle.describe()).status.name === 'RUNNING') {
        // Refused once the run has closed.
        await handle.signal(LOCK_MESSAGES.join, claimant).catch(() => undefined);
      }
      return lock;
    },
  },
};
