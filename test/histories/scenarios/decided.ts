import type { OrderHandle } from '../../../client/index.ts';
import type { ActivateInput } from '../../../contract/inputs.ts';
import { activateInput, disconnectInput, planChangeInput } from '../../flows/inputs.ts';
import { eventually } from '../../eventually.ts';
import type { Stack } from '../../stack.ts';
import { ASKED, ended, inFallout, NOT_OFFERED, ordinaryCustomer, type Scenario } from './scenario.ts';

function planChange({ orders }: Stack, reference: string, custNo: number, planNo = 1002): Promise<OrderHandle> {
  return orders.start('planChange', planChangeInput({ reference, service: { custNo }, planNo, onFallout: 'wait' }));
}

function activate({ orders }: Stack, reference: string, changes: Partial<ActivateInput>): Promise<OrderHandle> {
  return orders.start('activate', activateInput({ reference, onFallout: 'wait', ...changes }));
}

const retry = { ...ASKED, action: 'retry' } as const;
const skip = { ...ASKED, action: 'skip' } as const;
const abandon = { ...ASKED, action: 'abandon' } as const;

/** A plan change for a customer that ends in fallout, and is abandoned. */
function abandoned(custNo: number, code: string): Scenario['run'] {
  return async (stack, reference) => {
    const order = await planChange(stack, reference, custNo);
    await inFallout(order, code);
    await order.resolve(abandon);
    return ended(order);
  };
}

/** Every reason for which a person decides, and every decision. */
export const DECIDED: Record<string, Scenario> = {
  'disconnect-ambiguous-corrected': {
    shows: 'a disconnection that several services fit: retried for another customer, whose service it takes instead',
    run: async (stack, reference) => {
      const service = { custNo: 990014 };
      const order = await stack.orders.start('disconnect', disconnectInput({ reference, service, onFallout: 'wait' }));
      await inFallout(order, 'ambiguousService');
      await order.resolve({ ...retry, input: { service: { custNo: ordinaryCustomer(stack) } } });
      return ended(order);
    },
  },
  'plan-change-check-failed-corrected': {
    shows: 'a plan change to a plan that is not on offer: a first correction is wrong too, the second one completes',
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, ordinaryCustomer(stack), NOT_OFFERED);
      const since = await inFallout(order, 'checkFailed');
      await order.resolve(retry);
      await inFallout(order, 'checkFailed', since);
      await order.resolve({ ...retry, input: { planNo: 'fast' } }).catch(() => undefined);
      await order.resolve({ ...retry, input: { planNo: 1003 } });
      return ended(order);
    },
  },
  'plan-change-refused-abandoned': {
    shows: 'a plan change whose create call Octane refuses: retried, refused again, abandoned',
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 990008);
      const since = await inFallout(order, 'refused');
      await order.resolve(retry);
      await inFallout(order, 'refused', since);
      await order.resolve(abandon);
      return ended(order);
    },
  },
  'plan-change-outcome-unknown-retried': {
    shows: 'a plan change whose create-order calls are all lost: a person knows that there is none, and it is placed',
    faults: [{ fault: 'reset', operations: ['createModificationOrder'], custNo: 100008, calls: 3 }],
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 100008);
      await inFallout(order, 'outcomeUnknown');
      await order.resolve(retry);
      return ended(order);
    },
  },
  'plan-change-outcome-unknown-adopted': {
    shows: 'a plan change whose create-order answer is lost, and orders cannot be listed: a person adopts the order',
    faults: [{ fault: 'status', httpStatus: 404, operations: ['listOrders'], custNo: 990019 }],
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 990019);
      await inFallout(order, 'outcomeUnknown');
      const orderId = stack.sandbox.records.ordersOf(990019).at(-1)?.orderId ?? '';
      await order.resolve({ ...ASKED, action: 'adopt', orderId: '1' }).catch(() => undefined);
      await order.resolve({ ...ASKED, action: 'adopt', orderId });
      return ended(order);
    },
  },
  'plan-change-rejected-retried': {
    shows: 'a plan change that is rejected once: a person retries, and a new order completes',
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 990024);
      await inFallout(order, 'rejected');
      await order.resolve(retry);
      return ended(order);
    },
  },
  'plan-change-cancelled-abandoned': {
    shows: 'a plan change that Octane cancels, abandoned',
    run: abandoned(990011, 'cancelled'),
  },
  'plan-change-failed-abandoned': {
    shows: 'a plan change that Octane fails, abandoned',
    run: abandoned(990012, 'failed'),
  },
  'activate-promise-changed': {
    shows: 'an activation whose port is taken meanwhile: retried, and the takeover that is left accepted',
    run: async (stack, reference) => {
      const order = await activate(stack, reference, {
        address: { locationId: 'LOC380300090002' },
        infrastructure: { infrastructureId: 'NTD380300100002', portId: '1' },
        transfer: { transferWaiverAccepted: true },
      });
      await inFallout(order, 'refused');
      await order.resolve(retry);
      await inFallout(order, 'promiseChanged');
      await order.resolve(retry);
      return ended(order);
    },
  },
  'activate-appointment-skipped': {
    shows: 'an activation whose appointment cannot be booked: skipped',
    run: async (stack, reference) => {
      const changes = { address: { locationId: 'LOC380300110993' }, appointment: { slotType: 'AM' } } as const;
      const order = await activate(stack, reference, changes);
      await eventually(async () => (await order.progress()).fallout);
      await order.resolve(skip);
      return ended(order);
    },
  },
  'plan-change-mismatch-skipped': {
    shows: 'a plan change after which the service is not what was ordered: verified again, then skipped',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 990013);
      await eventually(async () => (await order.progress()).orderId);
      await stack.env.sleep('12 hours');
      const since = await inFallout(order, 'verificationMismatch');
      await order.resolve(retry);
      await stack.env.sleep('3 hours');
      await inFallout(order, 'verificationMismatch', since);
      await order.resolve(skip);
      return ended(order);
    },
  },
  'plan-change-not-found-polled-on': {
    shows: 'a plan change that Octane does not find for a day: a person has it polled on, and it completes',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 100001);
      await eventually(async () => (await order.progress()).orderId);
      stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 404, operations: ['getOrder'] }] });
      await stack.env.sleep('2 days');
      await inFallout(order, 'orderNotFound');
      stack.sandbox.faults.clear();
      await order.resolve(retry);
      return ended(order);
    },
  },
  'plan-change-overdue-abandoned': {
    shows: 'a plan change that is not decided for days: in jeopardy, escalated each business day; then abandoned',
    server: 'timeSkipped',
    run: async (stack, reference) => {
      const order = await planChange(stack, reference, 100001, NOT_OFFERED);
      await inFallout(order, 'checkFailed');
      await stack.env.sleep('5 days');
      await eventually(async () => ((await order.progress()).inJeopardy ? true : undefined));
      await order.resolve(abandon);
      return ended(order);
    },
  },
};
