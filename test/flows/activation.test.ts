import { randomUUID } from 'node:crypto';
import type { OrderHandle } from '../../client/index.ts';
import type { ActivateInput } from '../../contract/inputs.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { failureOf } from './failure.ts';
import { activateInput, disconnectInput, PERSON, planChangeInput } from './inputs.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 500_000, environment: { OCTANE_POLL_INTERVAL: '100ms' } });
});

afterAll(async () => {
  await stack?.stop();
});

function activate(changes: Partial<ActivateInput>): Promise<OrderHandle> {
  return stack.orders.start('activate', activateInput(changes));
}

async function timelineOf(order: OrderHandle): Promise<string[]> {
  return (await order.progress()).timeline.map(({ text }) => text);
}

/** As an operator would in the Web UI: to the first workflow task, or to the one that began the upgrade. */
async function resetTo(point: 'start' | 'upgrade', workflowId: string): Promise<void> {
  const handle = stack.client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const first = events.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  const begun = events.find((event) => event.startChildWorkflowExecutionInitiatedEventAttributes);
  const beginning = begun?.startChildWorkflowExecutionInitiatedEventAttributes?.workflowTaskCompletedEventId;
  await stack.client.workflowService.resetWorkflowExecution({
    namespace: stack.client.options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: (point === 'start' ? first : beginning) ?? null,
    reason: 'a test',
    requestId: workflowId,
  });
}

/** The body of the create call. */
async function requestOf(order: OrderHandle) {
  const { orderId = '' } = await order.progress();
  return stack.sandbox.records.order(orderId)?.request;
}

function customersOf({ reference }: OrderHandle) {
  return stack.sandbox.records.customers().filter(({ settings }) => settings.altCustId === reference);
}

describe('a new customer', () => {
  test('is added, and gets the service', async () => {
    const order = await activate({ customer: { new: PERSON }, address: { locationId: 'LOC380200010993' } });
    const { custNo, lineSeqNo } = await order.result();
    expect(customersOf(order)).toMatchObject([{ custNo }]);
    expect(lineSeqNo).toBe(1);
    expect(stack.sandbox.records.services(custNo)).toMatchObject([{ status: 'Active' }]);
    expect(await timelineOf(order)).toEqual(expect.arrayContaining(['For a new customer', `For customer ${custNo}`]));
  });

  test('is added once when the answer is lost', async () => {
    const order = await activate({
      reference: `T-${randomUUID()}.lost-answer`,
      customer: { new: PERSON },
      address: { locationId: 'LOC380200020993' },
    });
    const { custNo } = await order.result();
    expect(customersOf(order)).toMatchObject([{ custNo }]);
    expect(await timelineOf(order)).toEqual(
      expect.arrayContaining(['Octane has the customer already: found by a search', `For customer ${custNo}`]),
    );
  });

  test('is used again by the next order with the same reference', async () => {
    // Somebody else takes the port between the qualification and the order.
    const input = activateInput({ customer: { new: PERSON }, address: { locationId: 'LOC380200030002' } });
    const first = await stack.orders.start('activate', input);
    expect(await failureOf(first)).toMatchObject({ type: 'OctaneRefused', message: expect.stringContaining('In use') });
    const [added] = customersOf(first);
    const again = await stack.orders.start('activate', input);
    expect(await again.result()).toMatchObject({ state: 'completed', custNo: added?.custNo });
    expect(customersOf(again)).toHaveLength(1);
  });

  test('who was added for the reference with other data is not taken for the one that is wanted now', async () => {
    const input = activateInput({ customer: { new: PERSON }, address: { locationId: 'LOC380200110002' } });
    const first = await stack.orders.start('activate', input);
    expect(await failureOf(first)).toMatchObject({ type: 'OctaneRefused' });
    const [added] = customersOf(first);
    const other = { ...PERSON, givenNames: 'Bob', email: 'bob@example.com' };
    const again = await stack.orders.start('activate', {
      ...input,
      customer: { new: other },
      address: { locationId: 'LOC380200120993' },
    });
    const failure = await failureOf(again);
    expect(failure).toMatchObject({ type: 'InvalidOrder', fields: [{ path: 'customer.new' }] });
    expect(failure.message).toContain(`customer.custNo ${added?.custNo}`);
    expect(failure.message).not.toMatch(/bob|jacqueline/i);
  });

  test('is not added for an order that makes no sense', async () => {
    const order = await activate({ customer: { new: PERSON }, address: { locationId: 'LOC380200040000' } });
    expect((await failureOf(order)).type).toBe('OrderRejected');
    expect(customersOf(order)).toHaveLength(0);
  });
});

describe('an address', () => {
  test('that means one location is found', async () => {
    const order = await activate({ customer: { custNo: 100001 }, address: { search: '4/993 Sample Street' } });
    await order.result();
    const { orderId = '' } = await order.progress();
    expect(stack.sandbox.records.order(orderId)?.service.location.id).toBe('LOC380100040993');
  });

  test.each([
    { search: 'Sample Street', message: /LOC380100000995, LOC380100000998, LOC380100000999; give address\.locationId/ },
    { search: '12 Nowhere Road', message: /no location has this address; give address\.locationId/ },
  ])('such as $search is refused', async ({ search, message }) => {
    const failure = await failureOf(await activate({ customer: { custNo: 100001 }, address: { search } }));
    expect(failure).toMatchObject({ type: 'InvalidOrder', fields: [{ path: 'address.search' }] });
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toContain(search);
  });
});

describe('the plan', () => {
  test.each([
    {
      name: 'too fast for equipment of the first generation',
      changes: { planNo: 1005, address: { locationId: 'LOC380200050993' } },
      path: 'planNo',
      message: /plan 1005 is too fast .* give a plan up to 1000 Mbps, and this one as upgradeToPlanNo/,
    },
    {
      name: 'that the technology does not carry',
      changes: { planNo: 1003, address: { locationId: 'LOC380200057130' } },
      path: 'planNo',
      message: /plan 1003 cannot be had at LOC380200057130 \(available: 1001, 1002, 1007\)/,
    },
    {
      name: 'to upgrade to, that is not offered',
      changes: { upgradeToPlanNo: 4711, address: { locationId: 'LOC380200060993' } },
      path: 'upgradeToPlanNo',
      message: /plan 4711 is not offered/,
    },
  ])('$name is refused before anything is placed', async ({ changes, path, message }) => {
    const failure = await failureOf(await activate({ customer: { custNo: 100002 }, ...changes }));
    expect(failure).toMatchObject({
      type: 'InvalidOrder',
      fields: [{ path }],
      message: expect.stringMatching(message),
    });
    expect(stack.sandbox.records.calls.createsFor(100002)).toBe(0);
  });

  test('above 1000 Mbps is activated at once on equipment of the second generation', async () => {
    const order = await activate({
      customer: { custNo: 100002 },
      planNo: 1005,
      address: { locationId: 'LOC380200078030' },
    });
    expect(await order.result()).toMatchObject({ state: 'completed' });
  });
});

describe('in two steps', () => {
  const steps = { planNo: 1004, upgradeToPlanNo: 1005 };

  test('a connection on equipment of the first generation gets a plan above 1000 Mbps', async () => {
    const custNo = 990018; // Has no active service to begin with.
    const order = await activate({ customer: { custNo }, ...steps, address: { locationId: 'LOC380200080993' } });
    expect(await order.result()).toMatchObject({ state: 'completed', note: 'The service is active on plan 1005' });
    expect(stack.sandbox.records.services(custNo).at(-1)).toMatchObject({ status: 'Active', planNo: 1005 });
    const subOrderTypes = stack.sandbox.records.ordersOf(custNo).map(({ request }) => request.subOrderType);
    expect(subOrderTypes).toEqual(['New', 'PlanChange']);
  });

  test('is partial when it is connected and the upgrade fails', async () => {
    const custNo = 990025;
    await (await stack.orders.start('disconnect', disconnectInput({ service: { custNo } }))).result();
    const order = await activate({ customer: { custNo }, ...steps, address: { locationId: 'LOC380200090993' } });
    expect(await order.result()).toMatchObject({
      state: 'partial',
      note: expect.stringMatching(/^Connected, but the upgrade to plan 1005 failed: .*NTD swap failed/),
    });
    expect(await order.progress()).toMatchObject({ state: 'partial' });
    expect(stack.sandbox.records.services(custNo).at(-1)).toMatchObject({ status: 'Active', planNo: 1004 });
  });

  describe('when it is reset while the upgrade is under way,', () => {
    /** Octane does not take the upgrade yet. */
    async function withUpgradeUnderWay(
      custNo: number,
      locationId: string,
    ): Promise<[OrderHandle, upgrade: OrderHandle]> {
      stack.sandbox.faults.set({
        rules: [{ fault: 'status', httpStatus: 429, operations: ['createModificationOrder'], custNo }],
      });
      await (await stack.orders.start('disconnect', disconnectInput({ service: { custNo } }))).result();
      const order = await activate({ customer: { custNo }, ...steps, address: { locationId } });
      const upgrade = stack.orders.order(`${order.reference}.upgrade`);
      await eventually(async () => (await upgrade.progress().catch(() => undefined))?.custNo);
      return [order, upgrade];
    }

    afterEach(() => {
      stack.sandbox.faults.clear();
    });

    test('it waits for it where it has to begin anew; then its own order has another plan, which is for a person', async () => {
      const [{ reference, workflowId }, upgrade] = await withUpgradeUnderWay(100006, 'LOC380200100993');
      const { orderId = '' } = await stack.orders.order(reference).progress();
      await resetTo('start', workflowId);
      const order = stack.orders.order(reference);
      expect(await eventually(async () => (await order.progress()).heldBy)).toBe(upgrade.workflowId);
      stack.sandbox.faults.clear();
      const failure = await failureOf(order);
      expect(failure.details).toMatchObject({ code: 'outcomeUnknown', candidates: [orderId] });
      expect(await upgrade.result()).toMatchObject({ state: 'completed' });
      expect(
        stack.sandbox.records.ordersOf(100006).filter(({ request }) => request.subOrderType === 'New'),
      ).toHaveLength(1);
    });

    test('it is partial where it has only the upgrade left, and says so', async () => {
      const [{ reference, workflowId }, upgrade] = await withUpgradeUnderWay(100007, 'LOC380200110993');
      await resetTo('upgrade', workflowId);
      expect(await stack.orders.order(reference).result()).toMatchObject({
        state: 'partial',
        note: `Connected; the upgrade to plan 1005 goes on as order ${upgrade.reference}`,
      });
      stack.sandbox.faults.clear();
      expect(await upgrade.result()).toMatchObject({ state: 'completed', custNo: 100007 });
    });
  });

  test('is partial when the reference of the upgrade stands for another order, and says so', async () => {
    const custNo = 100005;
    const input = activateInput({ customer: { custNo }, ...steps, address: { locationId: 'LOC380200070993' } });
    const reference = `${input.reference}.upgrade`;
    const started = planChangeInput({ reference, service: { custNo: 100006 }, holdUntil: FAR_AHEAD });
    const upgrade = await stack.orders.start('planChange', started);
    const order = await stack.orders.start('activate', input);
    expect(await order.result()).toMatchObject({
      state: 'partial',
      note: `Connected, but not upgraded to plan 1005: the reference ${reference} stands for another order`,
    });
    await upgrade.withdraw({ by: 'Test', reason: 'done' });
  });

  test('needs a reference that leaves room for that of the upgrade', async () => {
    await expect(activate({ reference: 'T'.repeat(57), ...steps })).rejects.toMatchObject({
      type: 'InvalidOrder',
      fields: [{ path: 'reference' }],
    });
  });
});

describe('what somebody has', () => {
  test.each([
    { what: 'a copper line', locationId: 'LOC380300017138', waiver: 'transferWaiverAccepted', word: 'used line' },
    { what: 'every port', locationId: 'LOC380300010999', waiver: 'transferWaiverAccepted', word: 'used port 1' },
    {
      what: 'a line from before nbn',
      locationId: 'LOC380300017139',
      waiver: 'potsWaiverAccepted',
      word: 'pre-nbn line',
    },
  ])('($what) is not taken over without the waiver', async ({ locationId, waiver, word }) => {
    const failure = await failureOf(await activate({ customer: { custNo: 100003 }, address: { locationId } }));
    expect(failure).toMatchObject({ type: 'InvalidOrder', fields: [{ path: `transfer.${waiver}` }] });
    expect(failure.message).toContain(word);
    expect(failure.message).toContain('or ask for infrastructure SUBSEQUENT_INSTALL');
    expect(stack.sandbox.records.calls.createsFor(100003)).toBe(0);
  });

  test('is transferred with the waiver, and no other waiver is given', async () => {
    const order = await activate({
      customer: { custNo: 100004 },
      address: { locationId: 'LOC380300027138' },
      transfer: { transferWaiverAccepted: true, potsWaiverAccepted: false },
    });
    await order.result();
    const request = await requestOf(order);
    expect(request).toMatchObject({
      subOrderType: 'Transfer',
      infrastructureOption: { infrastructureID: 'CPI380300037138', transferWaiverAccepted: true },
    });
    expect(request).not.toHaveProperty('infrastructureOption.potsWaiverAccepted');
  });

  test.each([
    { name: 'the waiver', locationId: 'LOC380300037139', given: { potsWaiverAccepted: true } },
    { name: 'the service number', locationId: 'LOC380300047139', given: { csn: '0399990000' } },
  ])('makes a transition from before nbn with $name', async ({ locationId, given }) => {
    const order = await activate({
      customer: { custNo: 100005 },
      address: { locationId },
      transfer: { transferWaiverAccepted: false, ...given },
    });
    expect(await order.result()).toMatchObject({ state: 'completed' });
    const request = await requestOf(order);
    expect(request).toMatchObject({ subOrderType: 'Transition', infrastructureOption: given });
    expect(request).not.toHaveProperty('infrastructureOption.transferWaiverAccepted');
  });

  test('stays untouched where the input asks for another line', async () => {
    const order = await activate({
      customer: { custNo: 100006 },
      address: { locationId: 'LOC380300057138' },
      infrastructure: { infrastructureId: 'SUBSEQUENT_INSTALL' },
    });
    await eventually(async () => (await order.progress()).orderId);
    expect(await timelineOf(order)).toContain('New: SUBSEQUENT_INSTALL, as the input asks');
    expect(await order.result()).toMatchObject({ state: 'completed' });
  });

  test('is named when the input asks for what is not offered', async () => {
    const order = await activate({
      customer: { custNo: 100007 },
      address: { locationId: 'LOC380300060998' },
      infrastructure: { infrastructureId: 'NTD380300070998', portId: '5' },
    });
    const failure = await failureOf(order);
    expect(failure).toMatchObject({ type: 'InvalidOrder', fields: [{ path: 'infrastructure' }] });
    expect(failure.message).toContain('used port 1 of NTD380300070998, free port 2 of NTD380300070998');
  });
});

test('is held until the date that the input asks for, with nothing placed', async () => {
  const custNo = 100008;
  const holdUntil = new Date(Date.now() + 2_000).toISOString();
  const order = await activate({ customer: { custNo }, holdUntil, address: { locationId: 'LOC380300070993' } });
  await eventually(async () => ((await order.progress()).state === 'waiting' ? true : undefined));
  expect(await order.progress()).toMatchObject({ waitingFor: 'date' });
  expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(0);
  await order.result();
  const [placed] = (await order.progress()).timeline.filter(({ text }) => text.startsWith('Octane has it'));
  expect(placed?.at.localeCompare(holdUntil)).toBe(1);
});

describe('when the port is taken between the qualification and the order, and a person starts over', () => {
  const decision = { action: 'retry', by: 'Test', reason: 'the port is gone' } as const;

  function inFallout(order: OrderHandle, code: string) {
    return eventually(async () => {
      const { fallout } = await order.progress();
      return fallout?.code === code ? fallout : undefined;
    });
  }

  test('another free port is as good', async () => {
    const order = await activate({
      customer: { custNo: 100009 },
      address: { locationId: 'LOC380300080002' },
      onFallout: 'wait',
    });
    await inFallout(order, 'refused');
    await order.resolve(decision);
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(await requestOf(order)).toMatchObject({ subOrderType: 'New', infrastructureOption: { portID: '2' } });
  });

  test('a transfer is less than was promised: a person has to accept it', async () => {
    const order = await activate({
      customer: { custNo: 100010 },
      address: { locationId: 'LOC380300090002' },
      infrastructure: { infrastructureId: 'NTD380300100002', portId: '1' },
      transfer: { transferWaiverAccepted: true },
      onFallout: 'wait',
    });
    await inFallout(order, 'refused');
    await order.resolve(decision);
    const { sentence } = await inFallout(order, 'promiseChanged');
    expect(sentence).toMatch(/It was New \(free port 1 .*now it is Transfer \(used port 1 .*A retry accepts that/);
    expect(stack.sandbox.records.calls.createsFor(100010)).toBe(1);
    await order.resolve(decision);
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(await requestOf(order)).toMatchObject({ subOrderType: 'Transfer' });
  });
});
