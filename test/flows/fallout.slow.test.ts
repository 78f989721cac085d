import { UpdateRefused, type OrderHandle } from '../../client/index.ts';
import type { Fallout } from '../../contract/fallout.ts';
import type { DisconnectInput, PlanChangeInput } from '../../contract/inputs.ts';
import { escapeMarkdown } from '../../contract/markdown.ts';
import { UPDATES } from '../../contract/names.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import type { ResolveRequest } from '../../contract/updates.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { said } from '../personality.ts';
import { startDevServerStack, startTimeSkippingStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, disconnectInput, planChangeInput } from './inputs.ts';

const ASKED = { by: 'Olive Operator', reason: 'ticket 4711' };

function falloutOf(order: OrderHandle): Promise<Fallout> {
  return eventually(async () => (await order.progress()).fallout);
}

async function timelineOf(order: OrderHandle): Promise<string[]> {
  return (await order.progress()).timeline.map(({ text }) => text);
}

describe('on the dev server', () => {
  let stack: Stack;

  beforeAll(async () => {
    // Without a list of orders only a person can tell what became of a lost create.
    stack = await startDevServerStack({ speed: 60_000, config: { paths: { listOrders: '/v1/not/there' } } });
  });

  afterAll(async () => {
    await stack?.stop();
  });

  function planChange(custNo: number, changes: Partial<PlanChangeInput> = {}): Promise<OrderHandle> {
    return stack.orders.start('planChange', planChangeInput({ service: { custNo }, onFallout: 'wait', ...changes }));
  }

  function disconnect(custNo: number, changes: Partial<DisconnectInput> = {}): Promise<OrderHandle> {
    return stack.orders.start('disconnect', disconnectInput({ service: { custNo }, onFallout: 'wait', ...changes }));
  }

  function creates(custNo: number): number {
    return stack.sandbox.records.calls.createsFor(custNo);
  }

  const NOT_PLACED = ['retry', 'abandon'];
  const NO_ORDER = ['retry', 'adopt', 'abandon'];
  const FIND = 'Find the service, check the plan';

  test.each([
    { code: 'ambiguousService', custNo: 990014, step: FIND, words: /several/, actions: NOT_PLACED },
    { code: 'checkFailed', custNo: 100001, planNo: 4711, step: FIND, words: /4711/, actions: NOT_PLACED },
    { code: 'refused', custNo: 990008, step: 'Place the order', words: /takes no orders/, actions: NO_ORDER },
    { code: 'outcomeUnknown', custNo: 990005, step: 'Place the order', words: /not sent again/, actions: NO_ORDER },
    {
      code: 'outcomeUnknown',
      custNo: 990010,
      step: 'Place the order',
      words: /listOrders knows nothing .*HTTP 404/,
      actions: NO_ORDER,
    },
    { code: 'rejected', custNo: 990001, step: 'Follow the order', words: /NTD capacity/, actions: NO_ORDER },
    { code: 'cancelled', custNo: 990011, step: 'Follow the order', words: /by the provider/, actions: NO_ORDER },
    { code: 'failed', custNo: 990012, step: 'Follow the order', words: /Provisioning failed/, actions: NO_ORDER },
  ])(
    '$code ($custNo) waits for a person, who sees what there is to decide',
    async ({ code, custNo, planNo = 1002, ...expected }) => {
      const order = await planChange(custNo, { planNo });
      const fallout = await falloutOf(order);
      expect(fallout).toMatchObject({ code, step: expected.step, sentence: expect.stringMatching(expected.words) });
      expect(fallout.choices.map(({ action }) => action)).toEqual(expected.actions);
      expect(await order.progress()).toMatchObject({ state: 'fallout', waitingFor: 'operator' });

      const handle = stack.client.workflow.getHandle(order.workflowId);
      const { typedSearchAttributes } = await handle.describe();
      expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.state)).toBe('fallout');
      expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.waitingFor)).toBe('operator');
      const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
      expect(currentDetails).toContain(
        `**A person must decide** (${code}, at: ${expected.step}). ${escapeMarkdown(fallout.sentence)}`,
      );
      for (const { action, effect } of fallout.choices) expect(currentDetails).toContain(`- \`${action}\`: ${effect}`);

      await order.resolve({ ...ASKED, action: 'abandon' });
      const failure = await failureOf(order);
      expect(failure).toMatchObject({ type: 'OrderAbandoned', details: { code } });
      expect(failure.message).toContain('abandoned by a person');
      expect(failure.message).toContain(fallout.sentence);
      const progress = await order.progress();
      expect(progress).toMatchObject({ state: 'failed' });
      expect(progress).not.toHaveProperty('fallout');
      expect(progress).not.toHaveProperty('waitingFor');
      expect(await timelineOf(order)).toContain('Olive Operator decided to abandon: ticket 4711');
    },
  );

  test.each([
    { code: 'checkFailed', type: 'InvalidOrder', custNo: 100001, planNo: 4711 },
    { code: 'rejected', type: 'OrderRejected', custNo: 990001, planNo: 1003 },
  ])('where the input says so, $code fails at once as $type', async ({ code, type, custNo, planNo }) => {
    const order = await planChange(custNo, { planNo, onFallout: 'fail' });
    const failure = await failureOf(order);
    expect(failure.type).toBe(type);
    if (code !== 'checkFailed') expect(failure.details).toMatchObject({ code });
    expect((await timelineOf(order)).join()).not.toContain('A person must decide');
  });

  test('the list of orders in fallout is one query', async () => {
    const order = await planChange(100002, { planNo: 4711 });
    await eventually(async () => {
      for await (const { reference } of stack.orders.list({ state: 'fallout' })) {
        if (reference === order.reference) return true;
      }
      return undefined;
    });
    await order.resolve({ ...ASKED, action: 'abandon' });
    await failureOf(order);
  });

  describe('retry', () => {
    test('places a rejected order anew, which completes', async () => {
      const order = await planChange(990024);
      expect(await falloutOf(order)).toMatchObject({
        code: 'rejected',
        sentence: expect.stringContaining('transfer AVC'),
      });
      await order.resolve({ ...ASKED, action: 'retry' });
      const { orderId } = await order.result();
      const [first, second] = stack.sandbox.records.ordersOf(990024);
      expect([first?.stage.orderStatus, second?.stage.orderStatus]).toEqual(['Rejected', 'Completed']);
      expect(orderId).toBe(second?.orderId);
      expect(await order.progress()).toMatchObject({ state: 'completed', orderId, orderStatus: said('Completed') });
      expect(await timelineOf(order)).toEqual(
        expect.arrayContaining([
          expect.stringContaining('A person must decide (retry, adopt, abandon)'),
          'Olive Operator decided to retry: ticket 4711',
          'The order starts over: from the checks again',
        ]),
      );
    });

    test('tries again, and asks again', async () => {
      const order = await planChange(990008);
      const { since } = await falloutOf(order);
      const before = creates(990008);
      await order.resolve({ ...ASKED, action: 'retry' });
      await eventually(async () => {
        const { fallout } = await order.progress();
        return fallout !== undefined && fallout.since !== since ? true : undefined;
      });
      expect(creates(990008)).toBe(before + 1);
      await order.resolve({ ...ASKED, action: 'abandon' });
      await failureOf(order);
    });

    test('takes a corrected input, and refuses a wrong one by naming the field', async () => {
      const order = await planChange(100003, { planNo: 4711 });
      const before = await falloutOf(order);
      await expect(order.resolve({ ...ASKED, action: 'retry', input: { planNo: 'fast' } })).rejects.toThrow(/planNo/);
      await expect(order.resolve({ ...ASKED, action: 'retry', input: { colour: 'blue' } })).rejects.toThrow(/colour/);
      await expect(order.resolve({ ...ASKED, action: 'retry', input: { reference: 'T-2' } })).rejects.toThrow(
        /reference/,
      );
      expect(await falloutOf(order)).toEqual(before);
      expect((await timelineOf(order)).join()).not.toContain('Olive Operator');

      await order.resolve({ ...ASKED, action: 'retry', input: { planNo: 1003 } });
      expect(await order.result()).toMatchObject({ state: 'completed', note: 'The service is on plan 1003' });
      expect(creates(100003)).toBe(1);
    });

    test('with another customer holds that one’s service, and gives the first one back', async () => {
      const order = await planChange(990014);
      await falloutOf(order);
      await order.resolve({ ...ASKED, action: 'retry', input: { service: { custNo: 100004 }, planNo: 4711 } });
      await eventually(async () => ((await order.progress()).fallout?.code === 'checkFailed' ? true : undefined));

      const same = await planChange(100004, { planNo: 1003 });
      expect(await eventually(async () => (await same.progress()).heldBy)).toBe(order.workflowId);
      const first = await planChange(990014);
      expect(await falloutOf(first)).toMatchObject({ code: 'ambiguousService' });
      for (const waiting of [order, first]) await waiting.resolve({ ...ASKED, action: 'abandon' });
      expect(await same.result()).toMatchObject({ custNo: 100004, state: 'completed' });
    });
  });

  describe('adopt', () => {
    test('takes up the order that Octane has, if it can be this one', async () => {
      // The answer to every create call is lost.
      const activation = activateInput({ customer: { custNo: 990005 }, custReqDate: FAR_AHEAD });
      await failureOf(await stack.orders.start('activate', activation));
      const another = stack.sandbox.records.ordersOf(990005).at(-1)?.orderId ?? '';

      const order = await planChange(990005, { planNo: 1003 });
      await falloutOf(order);
      const stored = stack.sandbox.records.ordersOf(990005).at(-1)?.orderId ?? '';

      const others = await (await planChange(100005)).result();
      await expect(order.resolve({ ...ASKED, action: 'adopt', orderId: others.orderId ?? '' })).rejects.toThrow(
        /not of customer 990005/,
      );
      await expect(order.resolve({ ...ASKED, action: 'adopt', orderId: another })).rejects.toThrow(
        /is a New order, not PlanChange/,
      );
      await expect(order.resolve({ ...ASKED, action: 'adopt', orderId: '1' })).rejects.toThrow(UpdateRefused);
      await expect(order.resolve({ ...ASKED, action: 'adopt' })).rejects.toThrow(/"orderId" is required/);
      expect(await order.progress()).toMatchObject({ state: 'fallout' });

      const before = creates(990005);
      await order.resolve({ ...ASKED, action: 'adopt', orderId: stored });
      expect(await order.result()).toMatchObject({ state: 'completed', orderId: stored });
      expect(creates(990005)).toBe(before);
    });
  });

  describe('is refused, and changes nothing,', () => {
    let order: OrderHandle;

    beforeAll(async () => {
      order = await planChange(100006, { planNo: 4711 });
      await falloutOf(order);
    });

    afterAll(async () => {
      await order.resolve({ ...ASKED, action: 'abandon' });
      await failureOf(order);
    });

    test.each([
      { name: 'without by', request: { action: 'abandon', reason: 'why' }, why: /"by" is required/ },
      { name: 'without reason', request: { action: 'abandon', by: 'me', reason: ' ' }, why: /"reason" is required/ },
      { name: 'without action', request: ASKED, why: /"action" is required: one of retry, abandon/ },
      { name: 'with an unknown action', request: { ...ASKED, action: 'ignore' }, why: /"action" must be one of/ },
      {
        name: 'to skip what the order needs',
        request: { ...ASKED, action: 'skip' },
        why: /"action" is not possible here; possible: retry, abandon/,
      },
      {
        name: 'to adopt before the placing',
        request: { ...ASKED, action: 'adopt', orderId: '1' },
        why: /"action" is not possible here/,
      },
      { name: 'with an input to abandon', request: { ...ASKED, action: 'abandon', input: {} }, why: /only with retry/ },
      { name: 'with an input that is none', request: { ...ASKED, action: 'retry', input: 'fast' }, why: /input/ },
      {
        name: 'with a misspelt field',
        request: { ...ASKED, action: 'retry', Input: { planNo: 1003 } },
        why: /"Input" is not known here; did you mean "input"/,
      },
      {
        name: 'to retry with an order to adopt',
        request: { ...ASKED, action: 'retry', orderId: '5000001' },
        why: /"orderId" goes only with adopt; did you mean adopt\?/,
      },
      {
        name: 'with a reason of 400 kB',
        request: { ...ASKED, action: 'abandon', reason: 'why'.repeat(140_000) },
        why: /"reason" must be text of 1 to 1000 characters/,
      },
      { name: 'with nothing', request: undefined, why: /The request must be an object/ },
    ])('$name', async ({ request, why }) => {
      const before = await order.progress();
      await expect(order.resolve(request as ResolveRequest)).rejects.toThrow(why);
      expect(await order.progress()).toEqual(before);
    });

    test('when there is nothing to decide', async () => {
      const running = await planChange(990003);
      await eventually(async () => (await running.progress()).orderId);
      await expect(running.resolve({ ...ASKED, action: 'abandon' })).rejects.toThrow(
        /nothing to decide.*not in fallout/,
      );
      await stack.client.workflow.getHandle(running.workflowId).terminate('the test is over');
    });
  });

  test('a field of a decision that is null counts as absent', async () => {
    const order = await planChange(100009, { planNo: 4711 });
    const { since } = await falloutOf(order);
    const decision: object = { ...ASKED, action: 'retry', input: null, orderId: null };
    await order.resolve(decision as ResolveRequest);
    await eventually(async () => {
      const { fallout } = await order.progress();
      return fallout !== undefined && fallout.since !== since ? true : undefined;
    });
    await order.resolve({ ...ASKED, action: 'abandon' });
    await failureOf(order);
  });

  test('a decision that is sent twice acts once', async () => {
    const order = await planChange(990010);
    await falloutOf(order);
    const before = creates(990010);
    const handle = stack.client.workflow.getHandle(order.workflowId);
    const send = () =>
      handle.executeUpdate(UPDATES.resolve, { args: [{ ...ASKED, action: 'retry' }], updateId: 'decision-1' });
    const [one, other] = await Promise.all([send(), send()]);
    expect(one).toEqual(other);
    await falloutOf(order);
    expect(await send()).toEqual(one);
    expect(creates(990010)).toBe(before + 1);
    expect((await timelineOf(order)).filter((text) => text.includes('decided to retry'))).toHaveLength(1);
    await order.resolve({ ...ASKED, action: 'abandon' });
    await failureOf(order);
  });

  test('of two decisions at the same time one counts', async () => {
    const order = await planChange(100007, { planNo: 4711 });
    await falloutOf(order);
    const decisions = await Promise.allSettled([
      order.resolve({ ...ASKED, action: 'abandon' }),
      order.resolve({ ...ASKED, action: 'retry', input: { planNo: 4712 } }),
      order.resolve({ ...ASKED, action: 'retry', input: { planNo: 4713 } }),
    ]);
    expect(decisions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { state } = await order.progress();
    if (state !== 'failed') await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
  });

  test('a corrected disconnection goes to the service that was meant', async () => {
    const order = await disconnect(100008, { service: { custNo: 100008, lineSeqNo: 2 } });
    expect(await falloutOf(order)).toMatchObject({ code: 'checkFailed', sentence: expect.stringContaining('line 2') });
    await order.resolve({ ...ASKED, action: 'retry', input: { service: { custNo: 100008 } } });
    expect(await order.result()).toMatchObject({ state: 'completed', lineSeqNo: 1 });
  });
});

describe('with time skipped', () => {
  let stack: Stack;

  beforeEach(async () => {
    stack = await startTimeSkippingStack({ environment: { OCTANE_POLL_INTERVAL: '2h' } });
  });

  afterEach(async () => {
    await stack?.stop();
  });

  test('a service that is not what was ordered can be verified again, or its verification skipped', async () => {
    const order = await stack.orders.start(
      'planChange',
      planChangeInput({ service: { custNo: 990013 }, onFallout: 'wait' }),
    );
    await eventually(async () => (await order.progress()).orderId);
    await stack.env.sleep('12 hours');
    const fallout = await falloutOf(order);
    expect(fallout).toMatchObject({
      code: 'verificationMismatch',
      step: 'Verify the service',
      sentence: expect.stringContaining('has plan 1001, not 1002'),
      choices: [{ action: 'retry' }, { action: 'skip' }, { action: 'abandon' }],
    });
    await expect(order.resolve({ ...ASKED, action: 'adopt', orderId: '1' })).rejects.toThrow(
      /"action" is not possible here/,
    );

    await order.resolve({ ...ASKED, action: 'retry' });
    await stack.env.sleep('3 hours');
    expect((await falloutOf(order)).since > fallout.since).toBe(true);
    await order.resolve({ ...ASKED, action: 'skip' });
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(await timelineOf(order)).toContain('Olive Operator decided to skip: ticket 4711');
  });

  test('a step that keeps failing for its whole patience, a day, needs a person', async () => {
    const order = await stack.orders.start(
      'planChange',
      planChangeInput({ service: { custNo: 990006 }, onFallout: 'wait' }),
    );
    await eventually(async () => (await timelineOf(order)).find((text) => text.startsWith('Not yet: ')));
    await stack.env.sleep('25 hours');
    expect(await falloutOf(order)).toMatchObject({
      code: 'stepFailed',
      step: 'Place the order',
      sentence: expect.stringContaining('denies access'),
      choices: [{ action: 'retry' }, { action: 'adopt' }, { action: 'abandon' }],
    });
    await order.resolve({ ...ASKED, action: 'abandon' });
    expect(await failureOf(order)).toMatchObject({ type: 'OrderAbandoned', details: { code: 'stepFailed' } });
  });
});
