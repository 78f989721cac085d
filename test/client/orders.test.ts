import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import { NoSuchOrder, ReferenceInUse, UpdateRefused, type ListFilter, type OrderHandle } from '../../client/index.ts';
import { workflowIdOf } from '../../contract/names.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { failureOf } from '../flows/failure.ts';
import { activateInput, disconnectInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { eventually } from '../eventually.ts';

const run = promisify(execFile);

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
});

afterAll(async () => {
  await stack?.stop();
});

describe('the same reference', () => {
  test('gives the same order while it runs and after it succeeded, and Octane gets one', async () => {
    const input = planChangeInput({ service: { custNo: 100001 } });
    const first = await stack.orders.start('planChange', input);
    // Written by another program, such as one with generated models.
    const same: unknown = { ...input, groupNo: null, service: { ...input.service, lineSeqNo: null } };
    const again = await stack.orders.start('planChange', same as typeof input);
    expect([first.started, again.started]).toEqual([true, false]);
    const result = await first.result();
    const afterwards = await stack.orders.start('planChange', input);
    expect(afterwards.started).toBe(false);
    expect(await afterwards.result()).toEqual(result);
    expect(stack.sandbox.records.ordersOf(100001)).toHaveLength(1);
  });

  test('cannot stand for another flow or another input', async () => {
    const input = planChangeInput({ service: { custNo: 100002 } });
    await stack.orders.start('planChange', input);
    await expect(stack.orders.start('planChange', { ...input, planNo: 1003 })).rejects.toThrow(ReferenceInUse);
    await expect(stack.orders.start('disconnect', disconnectInput({ reference: input.reference }))).rejects.toThrow(
      /a planChange/,
    );
  });

  test('may be used again after its order failed', async () => {
    const input = planChangeInput({ service: { custNo: 990008 } });
    await failureOf(await stack.orders.start('planChange', input));
    const again = await stack.orders.start('planChange', input);
    expect(again.started).toBe(true);
    await failureOf(again);
  });
});

test('a wrong input names every wrong field, and starts nothing', async () => {
  const input = { ...planChangeInput(), planNo: -1, custReqDate: 'tomorrow', colour: 'blue' };
  await expect(stack.orders.start('planChange', input)).rejects.toMatchObject({
    type: 'InvalidOrder',
    fields: [
      { path: 'custReqDate' },
      { path: 'planNo' },
      { path: 'colour', message: expect.stringContaining('is not known here') },
    ],
  });
  await expect(stack.orders.order(input.reference).progress()).rejects.toThrow(NoSuchOrder);
});

describe('an order that another program starts', () => {
  async function temporal(...command: string[]) {
    const { stdout } = await run(await findTemporalBinary('cli'), [
      ...command,
      '--address',
      stack.env.address,
      '-o',
      'json',
    ]);
    return stdout;
  }

  function start(flow: string, workflowId: string, input: unknown) {
    const target = ['--type', flow, '--task-queue', 'nbn-orders', '--workflow-id', workflowId];
    return temporal('workflow', 'start', ...target, '--input', JSON.stringify(input));
  }

  test('runs like any other', async () => {
    const input = planChangeInput({ service: { custNo: 100003 } });
    await start('planChange', workflowIdOf(input.reference), { ...input, groupNo: null, holdUntil: null });
    expect(await stack.orders.order(input.reference).result()).toMatchObject({ state: 'completed', custNo: 100003 });
  });

  test.each([
    {
      name: 'every wrong field',
      input: { reference: 'S-1', service: { custNo: '5' }, custReqDate: 'now' },
      paths: ['custReqDate', 'service.custNo', 'planNo'],
    },
    { name: 'an input that is no object', input: 'S-1', paths: ['input'] },
    { name: 'an input that is null', input: null, paths: ['input'] },
    {
      name: 'a date that is too far away',
      input: { ...planChangeInput({ reference: 'S-1' }), custReqDate: '9999-12-31T00:00:00Z' },
      paths: ['custReqDate'],
    },
    { name: 'a reference of another workflow id', input: planChangeInput({ reference: 'S-2' }), paths: ['reference'] },
  ])('fails as InvalidOrder that names $name', async ({ input, paths }) => {
    await start('planChange', 'nbn-order-S-1', input);
    const failure = await failureOf(stack.orders.order('S-1'));
    expect(failure.type).toBe('InvalidOrder');
    expect(failure.fields.map(({ path }) => path)).toEqual(paths);
    expect(await stack.orders.order('S-1').progress()).toMatchObject({ state: 'rejected' });
  });
});

describe('an operator', () => {
  test('finds orders by state and customer', async () => {
    const rejected = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990001 } }));
    await failureOf(rejected);
    const found = await eventually(async () => {
      const orders = [];
      for await (const order of stack.orders.list({ state: 'rejected', custNo: 990001 })) orders.push(order);
      return orders.length > 0 ? orders : undefined;
    });
    expect(found).toMatchObject([
      { reference: rejected.reference, flow: 'planChange', state: 'rejected', orderStatus: 'Rejected' },
    ]);
  });

  test('is told that a terminated order is not followed, and is asked nothing about it', async () => {
    const input = planChangeInput({ service: { custNo: 990008 }, onFallout: 'wait' });
    const order = await stack.orders.start('planChange', input);
    await eventually(async () => (await order.progress()).fallout);
    const listed = async (filter: ListFilter) => {
      const references = [];
      for await (const { reference } of stack.orders.list(filter)) references.push(reference);
      return references;
    };
    const ours = [order.reference];
    await eventually(async () => isDeepStrictEqual(await listed({ waitingFor: 'operator' }), ours) || undefined);
    expect(await listed({ waitingFor: 'operator', jeopardy: true })).toEqual([]);
    expect(await show(order)).toMatch(/To decide +refused/);
    await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
    const shown = await show(order);
    expect(shown).toMatch(/State +fallout, when its workflow was closed as TERMINATED; it is not followed/);
    expect(shown).not.toMatch(/To decide|abandon:|Waiting for/);
  });

  test('reads in the Web UI what the order is, where it stands and what happened', async () => {
    const order = await stack.orders.start('activate', activateInput({ customer: { custNo: 100004 } }));
    await order.result();
    const { staticSummary, currentDetails } = await metadataOf(order.workflowId);
    expect(staticSummary).toBe('activate for customer 100004, plan 1002');
    expect(currentDetails).toContain(`### Activation ${order.reference}: completed`);
    expect(currentDetails).toContain('Octane says: In Progress');
    expect(currentDetails).not.toMatch(/Jacqueline|0400000123|example\.com/);
  });

  test('sees why an order does not move', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990006 } }));
    await eventually(() => notPlacedYet(order));
    const { timeline } = await order.progress();
    expect(timeline.at(-1)?.text).toMatch(/denies access.*OCTANE_USERNAME/);
    await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
  });
});

/** What `nbn show` prints of an order. */
async function show({ reference }: OrderHandle): Promise<string> {
  const { PATH, HOME } = process.env;
  const { stdout } = await run(process.execPath, ['client/nbn.js', 'show', reference], {
    env: { PATH, HOME, TEMPORAL_ADDRESS: stack.env.address },
  });
  return stdout;
}

/** Resolves once Octane has refused the create-order call, which is then sent again later. */
async function notPlacedYet(order: OrderHandle): Promise<true | undefined> {
  const { timeline } = await order.progress();
  return timeline.some(({ text }) => text.includes('denies access')) ? true : undefined;
}

async function metadataOf(workflowId: string) {
  const handle = stack.client.workflow.getHandle(workflowId);
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  const { staticSummary } = await handle.describe();
  return { currentDetails, staticSummary: await staticSummary() };
}

describe('an order refuses what it does not understand', () => {
  let order: OrderHandle;
  const asked = { by: 'Kim', reason: 'a typing error' };

  beforeAll(async () => {
    order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990001 }, onFallout: 'wait' }));
    await eventually(async () => (await order.progress()).fallout);
  });

  afterAll(async () => {
    await order.resolve({ ...asked, action: 'abandon' });
  });

  // Each of these ordered the old plan again, or a second order.
  test.each([
    [{ ...asked, action: 'retry', Input: { planNo: 1003 } }, '"Input" is not known here; did you mean "input"?'],
    [{ ...asked, action: 'retry', orderId: '5000001' }, '"orderId" goes only with adopt; did you mean adopt?'],
    [{ action: 'retry', reason: 'x'.repeat(400_000) }, '"by" is required: who asks for this. "reason" must be text'],
  ])('a decision %#, and places nothing', async (request, why) => {
    const creates = stack.sandbox.records.calls.createsFor(990001);
    const refused = order.resolve(request as Parameters<OrderHandle['resolve']>[0]);
    await expect(refused).rejects.toThrow(UpdateRefused);
    await expect(refused).rejects.toThrow(why);
    expect(stack.sandbox.records.calls.createsFor(990001)).toBe(creates);
    expect(await order.progress()).toMatchObject({ state: 'fallout' });
  });

  test('a withdrawal without a name', async () => {
    const refused = order.withdraw({ reason: 'why' } as Parameters<OrderHandle['withdraw']>[0]);
    await expect(refused).rejects.toThrow(UpdateRefused);
    await expect(refused).rejects.toThrow('"by" is required: who asks for this.');
  });

  test('a new appointment with a misspelt field', async () => {
    const request = { ...asked, slottype: 'AM' } as Parameters<OrderHandle['reschedule']>[0];
    await expect(order.reschedule(request)).rejects.toThrow('"slottype" is not known here; did you mean "slotType"?');
  });
});

describe('a cancelled workflow', () => {
  test('ends as OrderCancelled when nothing is placed yet, and nothing is', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990006 } }));
    await eventually(() => notPlacedYet(order));
    await stack.client.workflow.getHandle(order.workflowId).cancel();
    expect((await failureOf(order)).type).toBe('OrderCancelled');
    expect(stack.sandbox.records.ordersOf(990006)).toHaveLength(0);
  });

  test('is followed to its end once Octane has the order, because Octane would go on', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100005 } }));
    await eventually(async () => (await order.progress()).orderId);
    await stack.client.workflow.getHandle(order.workflowId).cancel();
    expect(await order.result()).toMatchObject({ state: 'completed' });
    const { timeline } = await order.progress();
    expect(timeline.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(
        /Withdrawal refused: Octane has the planChange order \d+, and it can withdraw activations only/,
      ),
    );
  });
});

test('a create that Octane surely did not accept is sent again: two times HTTP 429, one order', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990017 } }));
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(stack.sandbox.records.calls.createsFor(990017)).toBe(3);
  expect(stack.sandbox.records.ordersOf(990017)).toHaveLength(1);
});
