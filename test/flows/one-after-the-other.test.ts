import { startDevServerStack, type Stack } from '../stack.ts';
import { activateInput, disconnectInput, planChangeInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
});

afterAll(async () => {
  await stack?.stop();
});

test('a customer is activated, moved to another plan and disconnected, and the customer goes with the last service', async () => {
  const { orders, sandbox } = stack;
  const custNo = 990018; // Has no active service to begin with.
  const activated = await (
    await orders.start('activate', activateInput({ customer: { custNo }, planNo: 1001 }))
  ).result();
  expect(activated).toMatchObject({ flow: 'activate', state: 'completed', custNo, lineSeqNo: 2 });
  expect(sandbox.records.services(custNo).at(-1)).toMatchObject({ status: 'Active', planNo: 1001 });

  const changed = await (
    await orders.start('planChange', planChangeInput({ service: { custNo }, planNo: 1003 }))
  ).result();
  expect(changed).toMatchObject({ flow: 'planChange', state: 'completed', lineSeqNo: 2 });
  expect(sandbox.records.services(custNo).at(-1)).toMatchObject({ status: 'Active', planNo: 1003 });

  const disconnected = await (await orders.start('disconnect', disconnectInput({ service: { custNo } }))).result();
  expect(disconnected).toMatchObject({ flow: 'disconnect', state: 'completed', lineSeqNo: 2 });
  expect(sandbox.records.services(custNo).at(-1)).toMatchObject({ status: 'Disconnected' });
  expect(sandbox.records.customer(custNo)).toMatchObject({ customerStatus: 'DIS' });
  expect(new Set([activated.orderId, changed.orderId, disconnected.orderId]).size).toBe(3);
});
