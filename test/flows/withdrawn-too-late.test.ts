import type { OrderHandle } from '../../client/index.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { activateInput, disconnectInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 500_000, environment: { OCTANE_POLL_INTERVAL: '100ms' } });
});

afterAll(async () => {
  await stack?.stop();
});

test('an activation in two steps whose withdrawal came while it was placed, and too late, gives its service to the upgrade', async () => {
  const custNo = 990023; // Octane accepts the withdrawal, and completes the order all the same.
  await (await stack.orders.start('disconnect', disconnectInput({ service: { custNo } }))).result();
  stack.sandbox.faults.set({
    rules: [{ fault: 'late', when: 'after', delay: 1500, operations: ['createActivationOrder'], custNo }],
  });
  const order: OrderHandle = await stack.orders.start(
    'activate',
    activateInput({
      customer: { custNo },
      address: { locationId: 'LOC380200120993' },
      planNo: 1004,
      upgradeToPlanNo: 1005,
    }),
  );
  await eventually(() =>
    Promise.resolve(stack.sandbox.records.calls.of('createActivationOrder', { custNo }) > 0 || undefined),
  );
  await order.withdraw({ by: 'Carla Customer', reason: 'changed my mind' });
  expect(await order.result()).toMatchObject({ state: 'completed', note: 'The service is active on plan 1005' });
});
