import type { Flow } from '../../contract/names.ts';
import type { ServiceOrderInput } from '../../contract/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { disconnectInput } from './inputs.ts';

type Modification = Extract<Flow, 'suspend' | 'unsuspend' | 'shape' | 'unshape'>;

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
});

afterAll(async () => {
  await stack?.stop();
});

/** A modification takes what a disconnection takes. */
function start(flow: Modification, service: ServiceOrderInput['service']) {
  return stack.orders.start(flow, disconnectInput({ service }));
}

test.each([
  { there: 'suspend', back: 'unsuspend', custNo: 100001, changed: { status: 'Suspended', shaped: false } },
  { there: 'shape', back: 'unshape', custNo: 100002, changed: { status: 'Active', shaped: true } },
] as const)('a service can $there and $back again', async ({ there, back, custNo, changed }) => {
  const { sandbox } = stack;
  const first = await (await start(there, { custNo })).result();
  expect(first).toMatchObject({ flow: there, state: 'completed', custNo, lineSeqNo: 1, orderId: expect.any(String) });
  expect(sandbox.records.services(custNo)).toMatchObject([changed]);

  const second = await (await start(back, { custNo, lineSeqNo: 1 })).result();
  expect(second).toMatchObject({ flow: back, state: 'completed', lineSeqNo: 1 });
  expect(sandbox.records.services(custNo)).toMatchObject([{ status: 'Active', shaped: false }]);

  expect(sandbox.records.ordersOf(custNo).map(({ request }) => request.subOrderType.toLowerCase())).toEqual([
    there,
    back,
  ]);
});

test.each([
  { flow: 'suspend', custNo: 990026, already: 'suspended' },
  { flow: 'unsuspend', custNo: 100003, already: 'active' },
  { flow: 'shape', custNo: 990027, already: 'shaped' },
  { flow: 'unshape', custNo: 100004, already: 'unshaped' },
] as const)(
  '$flow of a service that is $already already orders nothing, and says so',
  async ({ flow, custNo, already }) => {
    const order = await start(flow, { custNo });
    const result = await order.result();
    expect(result).toMatchObject({
      state: 'completed',
      lineSeqNo: 1,
      note: `Nothing was ordered: the service is ${already} already`,
    });
    expect(result.orderId).toBeUndefined();
    expect((await order.progress()).timeline.at(-1)?.text).toBe(result.note);
    expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(0);
  },
);

test.each([
  { flow: 'shape', custNo: 990026, found: 'line 1 suspended' },
  { flow: 'unsuspend', custNo: 990018, found: 'line 1 disconnected' },
  { flow: 'suspend', custNo: 990014, found: 'line 1 active, line 2 active' },
] as const)('$flow orders nothing where it makes no sense: $found', async ({ flow, custNo, found }) => {
  expect(await failureOf(await start(flow, { custNo }))).toMatchObject({
    type: 'InvalidOrder',
    fields: [{ path: 'service' }],
    message: expect.stringContaining(found),
  });
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(0);
});
