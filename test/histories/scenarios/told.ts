import { deliveryIdOf } from '../../../contract/event-delivery.ts';
import { eventually } from '../../eventually.ts';
import { planChangeInput } from '../../flows/inputs.ts';
import type { Stack } from '../../stack.ts';
import { continued } from './runs.ts';
import { ASKED, ended, inFallout, NOT_OFFERED, ordinaryCustomer, type Execution, type Scenario } from './scenario.ts';

const server = 'withReceivers';

/** The names that the recording's server knows, and what each answers. */
export const RECEIVERS = { takes: 204, gone: 410 } as const;

async function healthCheck(stack: Stack, reference: string): Promise<Execution> {
  const input = { reference, service: { custNo: ordinaryCustomer(stack) } };
  return ended(await stack.orders.start('serviceHealthCheck', input));
}

/** The delivery of an enquiry's events, which are few, so that it stays in one run. */
async function delivery(stack: Stack, reference: string, receiver: keyof typeof RECEIVERS): Promise<Execution> {
  await healthCheck(stack, reference);
  return { workflowId: deliveryIdOf({ receiver, reference }) };
}

/** Orders whose changes receivers are told of, and the deliveries. */
export const TOLD: Record<string, Scenario> = {
  'told-plan-change-continued-first-run': {
    shows: 'events of a plan change, with the run that is carried over',
    server,
    run: continued(100001, 0),
  },
  'told-plan-change-continued-last-run': {
    shows: 'events of a plan change, with the run that ends',
    server,
    run: continued(100002, -1),
  },
  'told-plan-change-fallout-abandoned': {
    shows: 'the events of an order in fallout that a person abandons',
    server,
    run: async (stack, reference) => {
      const service = { custNo: ordinaryCustomer(stack) };
      const input = planChangeInput({ reference, service, planNo: NOT_OFFERED, onFallout: 'wait' });
      const order = await stack.orders.start('planChange', input);
      await inFallout(order, 'checkFailed');
      await order.resolve({ ...ASKED, action: 'abandon' });
      return ended(order);
    },
  },
  'told-service-health-check-completed': {
    shows: 'the events of an enquiry',
    server,
    run: healthCheck,
  },
  'deliver-events-completed': {
    shows: 'the delivery of events to a receiver that takes them',
    server,
    run: async (stack, reference) => {
      const execution = await delivery(stack, reference, 'takes');
      await stack.client.workflow.getHandle(execution.workflowId).result();
      return execution;
    },
  },
  'deliver-events-given-up': {
    shows: 'the delivery of events to a receiver that is gone: it waits to be sent again',
    server,
    run: async (stack, reference) => {
      const execution = await delivery(stack, reference, 'gone');
      await eventually(async () => {
        const { memo } = await stack.client.workflow.getHandle(execution.workflowId).describe();
        return memo?.['givenUp'];
      });
      return execution;
    },
  },
};
