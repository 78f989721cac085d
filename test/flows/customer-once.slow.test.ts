import type { OrderHandle } from '../../client/index.ts';
import type { Fallout } from '../../contract/fallout.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, PERSON } from './inputs.ts';

const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };

let stack: Stack;

beforeAll(async () => {
  // As slow as real life, so that a call may be late; what is listed and answered is soon.
  stack = await startDevServerStack({ speed: 3600, config: { orderListDelay: '4s', responseTimeout: '1s' } });
});

afterEach(() => {
  stack.sandbox.faults.clear();
});

afterAll(async () => {
  await stack?.stop();
});

function activate(locationId: string, onFallout: 'wait' | 'fail' = 'wait'): Promise<OrderHandle> {
  return stack.orders.start(
    'activate',
    activateInput({ customer: { new: PERSON }, address: { locationId }, onFallout }),
  );
}

function customersOf({ reference }: OrderHandle) {
  return stack.sandbox.records.customers().filter(({ settings }) => settings.altCustId === reference);
}

function falloutOf(order: OrderHandle): Promise<Fallout> {
  return eventually(async () => (await order.progress()).fallout);
}

test('a new customer who is added long after the call was given up is added once', async () => {
  stack.sandbox.faults.set({
    rules: [{ fault: 'deferred', delaySeconds: 3 * 3600, operations: ['addCustomer'], calls: 1 }],
  });
  const order = await activate('LOC380200210993');
  await eventually(async () => (await order.progress()).orderId);
  expect(customersOf(order)).toHaveLength(1);
  const { custNo } = await order.progress();
  expect(customersOf(order)).toMatchObject([{ custNo }]);
  expect(stack.sandbox.records.calls.of('addCustomer')).toBe(1);
  await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
});

describe('where it cannot be told whether Octane has the new customer', () => {
  beforeEach(() => {
    stack.sandbox.faults.set({
      rules: [
        { fault: 'reset', when: 'before', operations: ['addCustomer'], calls: 1 },
        { fault: 'status', httpStatus: 404, operations: ['listCustomers'] },
      ],
    });
  });

  test('a person is asked about the customer, and says that there is none', async () => {
    const order = await activate('LOC380200220993');
    const fallout = await falloutOf(order);
    expect(fallout).toMatchObject({ code: 'customerOutcomeUnknown', step: 'Add the customer' });
    expect(fallout.choices.map(({ action }) => action)).toEqual(['retry', 'abandon']);
    expect(fallout.choices[0]?.effect).toContain('adds the customer again');

    await order.resolve({ ...ASKED, action: 'retry' });
    await eventually(async () => (await order.progress()).orderId);
    expect(customersOf(order)).toHaveLength(1);
    await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
  });

  test('the order is withdrawn all the same, because it was not placed', async () => {
    const order = await activate('LOC380200230993');
    await falloutOf(order);
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
    expect(await failureOf(order)).toMatchObject({ type: 'OrderCancelled' });
  });

  test('a caller that wants no fallout is told so', async () => {
    const failure = await failureOf(await activate('LOC380200240993', 'fail'));
    expect(failure).toMatchObject({ details: { code: 'customerOutcomeUnknown', outcome: 'unknown' } });
  });
});
