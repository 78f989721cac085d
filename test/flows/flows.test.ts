import { said } from '../personality.ts';
import { startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, disconnectInput, planChangeInput } from './inputs.ts';

let stack: Stack;

beforeEach(async () => {
  stack = await startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' } });
});

afterEach(async () => {
  await stack?.stop();
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

  describe('on a port that is in use', () => {
    const used = {
      customer: { custNo: 100005 },
      address: { locationId: 'LOC380100000978' },
      infrastructure: { infrastructureId: 'NTD380100010978', portId: '1' },
    };

    test('takes nothing over without the transfer waiver', async () => {
      const order = await stack.orders.start('activate', activateInput(used));
      expect(await failureOf(order)).toMatchObject({
        type: 'InvalidOrder',
        fields: [{ path: 'transfer.transferWaiverAccepted' }],
      });
      expect(stack.sandbox.records.calls.createsFor(100005)).toBe(0);
    });

    test('is a transfer with it', async () => {
      const order = await stack.orders.start(
        'activate',
        activateInput({ ...used, transfer: { transferWaiverAccepted: true } }),
      );
      const { orderId = '' } = await order.result();
      expect(stack.sandbox.records.order(orderId)?.request).toMatchObject({
        subOrderType: 'Transfer',
        infrastructureOption: { portID: '1', transferWaiverAccepted: true },
      });
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
    expect(stack.sandbox.records.calls.createsFor(100006)).toBe(0);
  });

  test('completes without a welcome email for a customer without portal access', async () => {
    const order = await stack.orders.start('activate', activateInput({ customer: { custNo: 990015 } }));
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect((await order.progress()).timeline.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('No welcome email'),
    );
  });

  test.each([
    { welcomeEmail: true, emails: 1 },
    { welcomeEmail: false, emails: 0 },
  ])('sends $emails welcome emails when the input says $welcomeEmail', async ({ welcomeEmail, emails }) => {
    const input = activateInput({ customer: { custNo: 100007 }, welcomeEmail });
    await (await stack.orders.start('activate', input)).result();
    expect(stack.sandbox.records.calls.of('sendWelcomeEmail', { custNo: 100007 })).toBe(emails);
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
    expect(stack.sandbox.records.calls.createsFor(100006)).toBe(0);
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
    expect(stack.sandbox.records.calls.createsFor(990014)).toBe(0);
  });

  test('a service that is not active cannot be disconnected', async () => {
    const order = await stack.orders.start(
      'disconnect',
      disconnectInput({ service: { custNo: 100002, lineSeqNo: 7 } }),
    );
    expect(await failureOf(order)).toMatchObject({ type: 'InvalidOrder', message: expect.stringContaining('line 7') });
    expect(stack.sandbox.records.calls.createsFor(100002)).toBe(0);
  });
});

describe('an order that Octane has', () => {
  test.each([
    { custNo: 990001, type: 'OrderRejected', state: 'rejected', words: said('Rejected') },
    { custNo: 990011, type: 'OrderCancelled', state: 'cancelled', words: said('Cancelled') },
    { custNo: 990012, type: 'OrderFailed', state: 'failed', words: said('Failed') },
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
    { custNo: 990002, name: 'is held for a week', word: said('Held') },
    { custNo: 990004, name: 'has a status that is not mapped', word: 'Zigzagging' },
    { custNo: 990007, name: 'cannot be read for two hours', word: said('Completed') },
  ])('is followed to its end when it $name', async ({ custNo, word }) => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo } }));
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect((await order.progress()).timeline.map(({ text }) => text).join('\n')).toContain(word);
    expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(1);
  });

  test('does not complete when the service is not what was ordered', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990013 } }));
    const failure = await failureOf(order);
    expect(failure.type).toBe('OrderFailed');
    expect(failure.message).toMatch(/completed, but line 1 of customer 990013 has plan 1001, not 1002/);
  });
});
