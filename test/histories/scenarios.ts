import type { OrderHandle, Progress } from '../../client/index.ts';
import { activateInput, disconnectInput, planChangeInput } from '../flows/inputs.ts';
import { eventually } from '../eventually.ts';
import type { Stack } from '../stack.ts';

export interface Scenario {
  /** What the history shows; goes into the index. */
  shows: string;
  start: (stack: Stack) => Promise<OrderHandle>;
  /** Where the order is recorded while it is open. Default: at its end. */
  until?: (progress: Progress) => boolean;
  /** What is recorded instead of the order, such as its lock. */
  workflowId?: string;
}

/** What is recorded, by the file's name. */
export const SCENARIOS: Record<string, Scenario> = {
  'activate-completed': {
    shows: 'an activation on a free port, with the welcome email',
    start: ({ orders }) =>
      orders.start('activate', activateInput({ reference: 'H-activate', customer: { custNo: 100001 } })),
  },
  'plan-change-completed': {
    shows: 'a plan change with three status transitions',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-plan-change', service: { custNo: 100002 } })),
  },
  'plan-change-rejected': {
    shows: 'a plan change that nbn rejects',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-rejected', service: { custNo: 990001 } })),
  },
  'plan-change-outcome-unknown': {
    shows: 'a plan change whose create-order answer is lost: it fails, and nothing is sent again',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-unknown', service: { custNo: 990005 } })),
  },
  'disconnect-completed': {
    shows: 'a disconnection of the last service, so that the customer is disconnected too',
    start: ({ orders }) =>
      orders.start('disconnect', disconnectInput({ reference: 'H-disconnect', service: { custNo: 100003 } })),
  },
  'plan-change-open-held-until': {
    shows: 'open: a plan change that waits for its date',
    start: ({ orders }) =>
      orders.start(
        'planChange',
        planChangeInput({ reference: 'H-date', service: { custNo: 100004 }, holdUntil: '2099-01-01T00:00:00Z' }),
      ),
    until: ({ waitingFor }) => waitingFor === 'date',
  },
  'plan-change-open-followed': {
    shows: 'open: a plan change that Octane has, between two polls',
    start: ({ orders }) =>
      orders.start('planChange', planChangeInput({ reference: 'H-followed', service: { custNo: 990003 } })),
    until: ({ orderStatus }) => orderStatus !== undefined,
  },
  'plan-change-open-fallout': {
    shows: 'open: a plan change whose create-order answer is lost, and which waits for a person',
    start: ({ orders }) =>
      orders.start(
        'planChange',
        planChangeInput({ reference: 'H-fallout', service: { custNo: 990019 }, onFallout: 'wait' }),
      ),
    until: ({ fallout, dueDate }) => fallout !== undefined && dueDate !== undefined,
  },
  'disconnect-open-queued': {
    shows: 'open: a disconnection that waits for the service, which another order has',
    start: queued('H-holder', 'H-queued', 990002),
    until: ({ heldBy }) => heldBy !== undefined,
  },
  'service-lock-open': {
    shows: 'open: the lock of a service, with an order in its queue',
    start: queued('H-locking', 'H-locked-out', 990004),
    until: ({ heldBy }) => heldBy !== undefined,
    workflowId: 'nbn-service-customer-990004',
  },
};

/** Starts two orders for a customer; the second is the one that queues. */
function queued(holder: string, waiting: string, custNo: number): Scenario['start'] {
  return async ({ orders }) => {
    const first = await orders.start('planChange', planChangeInput({ reference: holder, service: { custNo } }));
    await eventually(async () => ((await first.progress()).orderId === undefined ? undefined : true));
    return orders.start('disconnect', disconnectInput({ reference: waiting, service: { custNo } }));
  };
}
