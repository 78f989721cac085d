import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, disconnectInput, planChangeInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' } });
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
  expect(sandbox.books.services(custNo).at(-1)).toMatchObject({ status: 'Active', planNo: 1001 });

  const changed = await (
    await orders.start('planChange', planChangeInput({ service: { custNo }, planNo: 1003 }))
  ).result();
  expect(changed).toMatchObject({ flow: 'planChange', state: 'completed', lineSeqNo: 2 });
  expect(sandbox.books.services(custNo).at(-1)).toMatchObject({ status: 'Active', planNo: 1003 });

  const disconnected = await (await orders.start('disconnect', disconnectInput({ service: { custNo } }))).result();
  expect(disconnected).toMatchObject({ flow: 'disconnect', state: 'completed', lineSeqNo: 2 });
  expect(sandbox.books.services(custNo).at(-1)).toMatchObject({ status: 'Disconnected' });
  expect(sandbox.books.customer(custNo)).toMatchObject({ customerStatus: 'DIS' });
  expect(new Set([activated.orderId, changed.orderId, disconnected.orderId]).size).toBe(3);
});

test('a disconnection leaves the customer alone while another service is there', async () => {
  const { orders, sandbox } = stack;
  await (
    await orders.start(
      'activate',
      activateInput({ customer: { custNo: 100009 }, address: { locationId: 'LOC380100000997' } }),
    )
  ).result();
  const order = await orders.start('disconnect', disconnectInput({ service: { custNo: 100009 } }));
  expect((await failureOf(order)).message).toContain('several NBN services that are active');
  expect(sandbox.books.calls.createsFor(100009)).toBe(1);
  expect(sandbox.books.customer(100009)).toMatchObject({ customerStatus: 'ACT' });
});

describe('an activation', () => {
  test('takes a free port, and says so', async () => {
    const order = await stack.orders.start(
      'activate',
      activateInput({ customer: { custNo: 100004 }, address: { locationId: 'LOC380100000988' } }),
    );
    await order.result();
    const { timeline } = await order.progress();
    expect(timeline.map(({ text }) => text)).toContain(
      'New: free port 2 of NTD380100010988, the first that the qualification offers',
    );
  });

  test('has equipment installed where there is none', async () => {
    const order = await stack.orders.start(
      'activate',
      activateInput({ customer: { custNo: 100004 }, address: { locationId: 'LOC380100010001' } }),
    );
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect((await order.progress()).timeline.map(({ text }) => text)).toContain(
      'New: NEW_INFRASTRUCTURE, the first that the qualification offers',
    );
  });

  test('takes nothing over without the transfer waiver', async () => {
    const infrastructure = { infrastructureId: 'NTD380100010978', portId: '1' };
    const address = { locationId: 'LOC380100000978' };
    const refused = await stack.orders.start(
      'activate',
      activateInput({ customer: { custNo: 100005 }, address, infrastructure }),
    );
    expect(await failureOf(refused)).toMatchObject({
      type: 'InvalidOrder',
      fields: [{ path: 'transfer.transferWaiverAccepted' }],
    });
    expect(stack.sandbox.books.calls.createsFor(100005)).toBe(0);

    const transfer = { transferWaiverAccepted: true };
    const order = await stack.orders.start(
      'activate',
      activateInput({ customer: { custNo: 100005 }, address, infrastructure, transfer }),
    );
    const { orderId } = await order.result();
    expect(stack.sandbox.books.order(orderId)?.request).toMatchObject({
      subOrderType: 'Transfer',
      infrastructureOption: { portID: '1', transferWaiverAccepted: true },
    });
  });

  test('is rejected where nbn cannot serve the location', async () => {
    const order = await stack.orders.start(
      'activate',
      activateInput({ customer: { custNo: 100006 }, address: { locationId: 'LOC380100010000' } }),
    );
    expect(await failureOf(order)).toMatchObject({
      type: 'OrderRejected',
      message: expect.stringContaining('cannot be served'),
    });
    expect(stack.sandbox.books.calls.createsFor(100006)).toBe(0);
  });

  test('completes without a welcome email for a customer without portal access', async () => {
    const order = await stack.orders.start('activate', activateInput({ customer: { custNo: 990015 } }));
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect((await order.progress()).timeline.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('No welcome email'),
    );
  });

  test('sends one welcome email, and none when the input says so', async () => {
    const { books } = stack.sandbox;
    await (
      await stack.orders.start(
        'activate',
        activateInput({ customer: { custNo: 100007 }, address: { locationId: 'LOC380100000957' } }),
      )
    ).result();
    expect(books.calls.of('sendWelcomeEmail', { custNo: 100007 })).toBe(1);
    await (
      await stack.orders.start(
        'activate',
        activateInput({
          customer: { custNo: 100008 },
          address: { locationId: 'LOC380100000956' },
          welcomeEmail: false,
        }),
      )
    ).result();
    expect(books.calls.of('sendWelcomeEmail', { custNo: 100008 })).toBe(0);
  });
});

describe('before anything is placed', () => {
  test('a plan that is not offered is named with those that are', async () => {
    const order = await stack.orders.start(
      'planChange',
      planChangeInput({ service: { custNo: 100006 }, planNo: 4711 }),
    );
    const failure = await failureOf(order);
    expect(failure).toMatchObject({ type: 'InvalidOrder', fields: [{ path: 'planNo' }] });
    expect(failure.message).toMatch(/plan 4711 is not offered to group 123 \(offered: 1001, /);
    expect(stack.sandbox.books.calls.createsFor(100006)).toBe(0);
  });

  test('a customer with several services is ambiguous, because the order cannot name one', async () => {
    const order = await stack.orders.start(
      'planChange',
      planChangeInput({ service: { custNo: 990014, lineSeqNo: 1 } }),
    );
    expect(await failureOf(order)).toMatchObject({
      type: 'InvalidOrder',
      message: expect.stringContaining('line 1 active, line 2 active'),
    });
    expect(stack.sandbox.books.calls.createsFor(990014)).toBe(0);
  });

  test('a service that is not active cannot be disconnected', async () => {
    const order = await stack.orders.start(
      'disconnect',
      disconnectInput({ service: { custNo: 100002, lineSeqNo: 7 } }),
    );
    expect(await failureOf(order)).toMatchObject({ type: 'InvalidOrder', message: expect.stringContaining('line 7') });
    expect(stack.sandbox.books.calls.createsFor(100002)).toBe(0);
  });
});

describe('an order that Octane has', () => {
  test.each([
    { custNo: 990001, type: 'OrderRejected', state: 'rejected', words: 'Rejected' },
    { custNo: 990011, type: 'OrderCancelled', state: 'cancelled', words: 'Cancelled' },
    { custNo: 990012, type: 'OrderFailed', state: 'failed', words: 'Failed' },
  ])('ends as $type when Octane says $words', async ({ custNo, type, state, words }) => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
    const failure = await failureOf(order);
    expect(failure).toMatchObject({ type, message: expect.stringContaining(words) });
    expect(failure.details).toMatchObject({
      reference: order.reference,
      orderId: expect.any(String),
      orderStatus: words,
    });
    expect(await order.progress()).toMatchObject({ state, orderStatus: words });
  });

  test('gives the reason for a rejection', async () => {
    const order = await stack.orders.start('disconnect', disconnectInput({ service: { custNo: 990001 } }));
    expect((await failureOf(order)).message).toMatch(/capacity/i);
  });

  test.each([
    { custNo: 990002, name: 'is held for a week', word: /Held/ },
    { custNo: 990004, name: 'has a status that nobody has mapped', word: /Zigzagging/ },
    { custNo: 990007, name: 'cannot be read for two hours', word: /Completed/ },
  ])('is followed to its end when it $name', async ({ custNo, word }) => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect((await order.progress()).timeline.map(({ text }) => text).join('\n')).toMatch(word);
    expect(stack.sandbox.books.calls.createsFor(custNo)).toBe(1);
  });

  test('does not complete when the service is not what was ordered', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990013 } }));
    const failure = await failureOf(order);
    expect(failure.type).toBe('OrderFailed');
    expect(failure.message).toMatch(/completed, but line 1 of customer 990013 has plan 1001, not 1002/);
  });
});
