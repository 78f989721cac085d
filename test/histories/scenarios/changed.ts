import { APPOINTMENT_SLOTS, type SlotsInput } from '../../../contract/appointment-slots.ts';
import type { ActivateInput } from '../../../contract/inputs.ts';
import { TASK_QUEUES } from '../../../contract/names.ts';
import { activateInput, planChangeInput } from '../../flows/inputs.ts';
import { eventually } from '../../eventually.ts';
import type { OrderHandle } from '../../../client/index.ts';
import type { Stack } from '../../stack.ts';
import {
  ASKED,
  ended,
  FAR_AWAY,
  inFallout,
  NOT_OFFERED,
  ordinaryCustomer,
  reached,
  type Scenario,
} from './scenario.ts';

/** An activation that Octane has, and holds back. */
async function placed(
  { orders }: Stack,
  reference: string,
  locationId: string,
  changes: Partial<ActivateInput> = {},
): Promise<OrderHandle> {
  const input = activateInput({ reference, address: { locationId }, custReqDate: FAR_AWAY, ...changes });
  const order = await orders.start('activate', input);
  await reached(order, ({ orderStatus }) => orderStatus !== undefined);
  return order;
}

/** An activation with a technician's visit. */
async function withVisit(stack: Stack, reference: string, custNo: number): Promise<OrderHandle> {
  const input = activateInput({ reference, customer: { custNo }, address: { locationId: 'LOC380100010001' } });
  const order = await stack.orders.start('activate', input);
  await eventually(async () => (await order.progress()).orderStatus);
  return order;
}

/** Skips days until the order waits for the customer. */
async function untilPending(stack: Stack, order: OrderHandle): Promise<void> {
  await eventually(async () => {
    await stack.env.sleep('1 day');
    return (await order.progress()).state === 'pending' ? true : undefined;
  });
}

/** A plan change that waits for its date. */
async function dated(stack: Stack, reference: string): Promise<OrderHandle> {
  const input = planChangeInput({ reference, service: { custNo: ordinaryCustomer(stack) }, holdUntil: FAR_AWAY });
  const order = await stack.orders.start('planChange', input);
  await reached(order, ({ waitingFor }) => waitingFor === 'date');
  return order;
}

async function withdrawn(order: OrderHandle): Promise<OrderHandle> {
  await order.withdraw(ASKED);
  await ended(order);
  return order;
}

/** Orders that somebody withdraws, cancels or moves while they run. */
export const CHANGED: Record<string, Scenario> = {
  'plan-change-withdrawn-date': {
    shows: 'withdrawn while it waits for its date',
    run: async (stack, reference) => withdrawn(await dated(stack, reference)),
  },
  'plan-change-withdrawn-queued': {
    shows: 'withdrawn while it waits for the service',
    run: async (stack, reference) => {
      const { orders } = stack;
      const input = planChangeInput({
        service: { custNo: ordinaryCustomer(stack) },
        planNo: NOT_OFFERED,
        onFallout: 'wait',
      });
      const holder = await orders.start('planChange', { ...input, reference: `${reference}-holder` });
      await inFallout(holder, 'checkFailed');
      const order = await orders.start('planChange', { ...input, reference });
      await reached(order, ({ heldBy }) => heldBy !== undefined);
      return withdrawn(order);
    },
  },
  'plan-change-withdrawn-fallout': {
    shows: 'withdrawn while a person must decide, before the placing',
    run: async (stack, reference) => {
      const service = { custNo: ordinaryCustomer(stack) };
      const input = planChangeInput({ reference, service, planNo: NOT_OFFERED, onFallout: 'wait' });
      const order = await stack.orders.start('planChange', input);
      await inFallout(order, 'checkFailed');
      return withdrawn(order);
    },
  },
  'plan-change-withdrawn-placing': {
    shows: 'withdrawn between two create calls, which Octane denies',
    faults: [{ fault: 'status', httpStatus: 403, operations: ['createModificationOrder'], custNo: 990028 }],
    run: async ({ orders }, reference) => {
      const order = await orders.start('planChange', planChangeInput({ reference, service: { custNo: 990028 } }));
      await reached(order, ({ timeline }) => timeline.some(({ text }) => text.startsWith('Not yet')));
      return withdrawn(order);
    },
  },
  'plan-change-workflow-cancelled': {
    shows: 'its workflow is cancelled before the placing, which withdraws it',
    run: async (stack, reference) => {
      const order = await dated(stack, reference);
      await stack.client.workflow.getHandle(order.workflowId).cancel();
      return ended(order);
    },
  },
  'plan-change-withdrawal-refused': {
    shows: 'a plan change that Octane has cannot be withdrawn, and completes',
    run: async (stack, reference) => {
      const service = { custNo: ordinaryCustomer(stack) };
      const order = await stack.orders.start('planChange', planChangeInput({ reference, service }));
      await reached(order, ({ orderId }) => orderId !== undefined);
      return withdrawn(order);
    },
  },
  'activate-withdrawn': {
    shows: 'an activation that Octane has is withdrawn there',
    run: async (stack, reference) => withdrawn(await placed(stack, reference, 'LOC380400010993')),
  },
  'activate-workflow-cancelled': {
    shows: 'the workflow of an activation that Octane has is cancelled: withdrawn there, and followed to its end',
    run: async (stack, reference) => {
      const order = await placed(stack, reference, 'LOC380400020993');
      await stack.client.workflow.getHandle(order.workflowId).cancel();
      return ended(order);
    },
  },
  'activate-withdrawn-too-late': {
    shows: 'an activation whose withdrawal is accepted, and which completes all the same',
    run: async (stack, reference) =>
      withdrawn(await placed(stack, reference, 'LOC380400030993', { customer: { custNo: 990023 } })),
  },
  'activate-rescheduled': {
    shows:
      'an activation whose appointment is moved twice, once by an exact slot that is not offered, which is refused',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await withVisit(stack, reference, 100001);
      await order.reschedule({ ...ASKED, slotType: 'PM' });
      await order.reschedule({ ...ASKED, slotId: 'SLT38010001-20200101-AM' }).catch(() => undefined);
      return ended(order);
    },
  },
  'appointment-slots': {
    shows: 'what the appointment of an activation can be moved to is listed',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await withVisit(stack, reference, 100001);
      const { orderId = '' } = await order.progress();
      const args: [SlotsInput] = [{ orderId }];
      const workflowId = `nbn-slots-${reference}`;
      await stack.client.workflow.execute(APPOINTMENT_SLOTS, { args, workflowId, taskQueue: TASK_QUEUES.orders });
      await ended(order);
      return { workflowId };
    },
  },
  'activate-missed-visit': {
    shows: 'an activation whose visit is missed: pending until another appointment is booked, then completed',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await withVisit(stack, reference, 990020);
      await untilPending(stack, order);
      await order.reschedule(ASKED);
      return ended(order);
    },
  },
  'activate-open-pending': {
    shows: 'open: an activation that waits for the customer, after it was held and lost its appointment',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await withVisit(stack, reference, 990021);
      await untilPending(stack, order);
      return order;
    },
  },
};
