import type { ActivateInput } from '../../../contract/inputs.ts';
import { activateInput, disconnectInput, PERSON, planChangeInput } from '../../flows/inputs.ts';
import { ended, ordinaryCustomer, type Scenario } from './scenario.ts';

const NEW_CUSTOMER: ActivateInput['customer'] = { new: PERSON };

const IN_TWO_STEPS = { planNo: 1004, upgradeToPlanNo: 1005 };

function activated(changes: Partial<ActivateInput>): Scenario['run'] {
  return async ({ orders }, reference) =>
    ended(await orders.start('activate', activateInput({ reference, ...changes })));
}

function modified(flow: 'suspend' | 'unsuspend' | 'shape' | 'unshape', custNo?: number): Scenario['run'] {
  return async (stack, reference) => {
    const service = { custNo: custNo ?? ordinaryCustomer(stack) };
    return ended(await stack.orders.start(flow, { reference, service, custReqDate: '2026-03-02T00:00:00Z' }));
  };
}

function planChanged(custNo?: number, planNo = 1002): Scenario['run'] {
  return async (stack, reference) => {
    const service = { custNo: custNo ?? ordinaryCustomer(stack) };
    return ended(await stack.orders.start('planChange', planChangeInput({ reference, service, planNo })));
  };
}

/** Each flow to its good end, in every way that differs. */
export const COMPLETED: Record<string, Scenario> = {
  'activate-completed': {
    shows: 'an activation on a free port, with the welcome email',
    run: activated({}),
  },
  'activate-transfer-completed': {
    shows: 'an activation that takes over a line in use, with the waiver',
    run: activated({
      address: { locationId: 'LOC380300027138' },
      transfer: { transferWaiverAccepted: true, potsWaiverAccepted: false },
    }),
  },
  'activate-address-completed': {
    shows: 'an activation whose location is searched, for a customer without portal access: no welcome email',
    run: activated({ customer: { custNo: 990015 }, address: { search: '4/993 Sample Street' } }),
  },
  'activate-new-customer-completed': {
    shows: 'an activation for a new customer, who is added first',
    run: activated({ customer: NEW_CUSTOMER, address: { locationId: 'LOC380200010993' } }),
  },
  'activate-new-customer-lost-answer': {
    shows: 'an activation for a new customer whose adding got no answer: found, and not added twice',
    run: activated({ customer: NEW_CUSTOMER, address: { locationId: 'LOC380200020993' } }),
  },
  'activate-two-steps-completed': {
    shows: 'an activation in two steps: connected, then upgraded by a plan change of its own',
    run: activated({ customer: { custNo: 990018 }, ...IN_TWO_STEPS, address: { locationId: 'LOC380200080993' } }),
  },
  'activate-two-steps-partial': {
    shows: 'an activation in two steps whose upgrade fails: partial',
    run: async (stack, reference) => {
      const service = { custNo: 990025 };
      await ended(
        await stack.orders.start('disconnect', disconnectInput({ reference: `${reference}-before`, service })),
      );
      const changes = { customer: service, ...IN_TWO_STEPS, address: { locationId: 'LOC380200090993' } };
      return activated(changes)(stack, reference);
    },
  },
  'activate-held-until-completed': {
    shows: 'an activation that waits for its date first, which comes',
    run: (stack, reference) =>
      activated({
        address: { locationId: 'LOC380200070993' },
        holdUntil: new Date(Date.now() + 2_000).toISOString(),
      })(stack, reference),
  },
  'plan-change-completed': {
    shows: 'a plan change',
    run: planChanged(),
  },
  'plan-change-no-op': {
    shows: 'a plan change to the plan that the service has: nothing is ordered',
    run: planChanged(undefined, 1001),
  },
  'plan-change-unknown-status': {
    shows: 'a plan change with a status that is not mapped in between',
    run: planChanged(990004),
  },
  'plan-change-too-many-requests': {
    shows: 'a plan change whose create call is refused twice, as too many, and then taken',
    run: planChanged(990017),
  },
  'plan-change-outcome-found': {
    shows: 'a plan change whose create-order answer is lost: the order is found, and not sent again',
    run: planChanged(990005),
  },
  'suspend-completed': { shows: 'a suspension', run: modified('suspend') },
  'unsuspend-completed': { shows: 'the end of a suspension', run: modified('unsuspend', 990026) },
  'shape-completed': { shows: 'a shaping', run: modified('shape') },
  'unshape-completed': { shows: 'the end of a shaping', run: modified('unshape', 990027) },
  'unshape-no-op': {
    shows: 'the end of a shaping that never was: nothing is ordered',
    run: modified('unshape'),
  },
  'disconnect-completed': {
    shows: 'a disconnection of the last service, so that the customer is disconnected too',
    run: async (stack, reference) => {
      const service = { custNo: ordinaryCustomer(stack) };
      return ended(await stack.orders.start('disconnect', disconnectInput({ reference, service })));
    },
  },
  'diagnostic-test-completed': {
    shows: 'a diagnostic test, with its measurements',
    run: async ({ orders }, reference) =>
      ended(
        await orders.start('diagnosticTest', { reference, service: { custNo: 100006 }, testType: 'Optical Power' }),
      ),
  },
  'service-health-check-completed': {
    shows: 'a health check',
    run: async ({ orders }, reference) =>
      ended(await orders.start('serviceHealthCheck', { reference, service: { custNo: 100006 } })),
  },
};
