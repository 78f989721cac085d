import { execFile } from 'node:child_process';
import type { CustomerReconciliation, Difference, OrderHandle, ReconcileFilter } from '../../client/index.ts';
import type { Inputs } from '../../contract/inputs.ts';
import type { OrderFlow } from '../../contract/names.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import { OPERATION_NAMES, OPERATIONS } from '../../octane/operations.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import type { Records } from '../../sandbox/records.ts';
import { notFound } from '../../sandbox/refusal.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { eventually } from '../eventually.ts';
import { failureOf } from '../flows/failure.ts';
import { activateInput, disconnectInput, planChangeInput } from '../flows/inputs.ts';

const CUST_REQ_DATE = { custReqDate: '2026-03-02T00:00:00Z' };

let stack: Stack;
let octane: Octane;

beforeAll(async () => {
  // Octane's clock is Temporal's here; a test moves the orders on.
  stack = await startDevServerStack({ speed: 1 });
  octane = createOctane(stack.configuration.octane, () => undefined);
});

afterAll(async () => {
  octane?.close();
  await stack?.stop();
});

/** Applies all that would happen at Octane in the coming days. */
function daysPass(): void {
  stack.sandbox.records.settle(Date.now() + 7 * 86_400_000);
}

/** Starts an order and waits until Octane has it, and the list of orders knows. */
async function placed<F extends OrderFlow>(
  flow: F,
  input: Inputs[F],
): Promise<{ order: OrderHandle; orderId: string }> {
  const order = await stack.orders.start(flow, input);
  return { order, orderId: await listedOrderId(order) };
}

/** While Octane has no list of orders, only a person can tell what became of a lost answer. */
async function withoutList<T>(run: () => Promise<T>): Promise<T> {
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 404, operations: ['listOrders'] }] });
  try {
    return await run();
  } finally {
    stack.sandbox.faults.clear();
  }
}

/** Starts an order whose answer is lost, and waits until a person has to decide. */
function inDoubt(input: Inputs['planChange']): Promise<OrderHandle> {
  return withoutList(async () => {
    const order = await stack.orders.start('planChange', input);
    await eventually(async () => (await order.progress()).fallout);
    return order;
  });
}

/** The order that Octane has of an order that runs, once the list of orders knows it. */
function listedOrderId({ workflowId }: OrderHandle): Promise<string> {
  return eventually(async () => {
    const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Running'`;
    for await (const { typedSearchAttributes } of stack.client.workflow.list({ query })) {
      const orderId = typedSearchAttributes.get(SEARCH_ATTRIBUTES.orderId);
      if (orderId !== undefined) return orderId;
    }
    return undefined;
  });
}

async function completed<F extends OrderFlow>(
  flow: F,
  input: Inputs[F],
): Promise<{ order: OrderHandle; orderId: string }> {
  const found = await placed(flow, input);
  daysPass();
  await found.order.result();
  await closed(found.order);
  return found;
}

/** Waits until the list of orders knows that it has ended. */
function closed({ workflowId }: OrderHandle): Promise<true> {
  return eventually(async () => {
    const query = `WorkflowId = '${workflowId}' AND ExecutionStatus != 'Running'`;
    return (await stack.client.workflow.count(query)).count > 0 ? true : undefined;
  });
}

async function terminate(order: OrderHandle): Promise<void> {
  await stack.client.workflow.getHandle(order.workflowId).terminate('a test');
  await closed(order);
}

/** An order that somebody places with Octane behind our back. */
function placeBehindOurBack(custNo: number, planNo: number): Promise<string> {
  return octane.orders.create({ subOrderType: 'PlanChange', custNo, planNo, ...CUST_REQ_DATE });
}

async function reconciled(filter?: ReconcileFilter): Promise<CustomerReconciliation[]> {
  const customers: CustomerReconciliation[] = [];
  for await (const customer of stack.orders.reconcile(filter)) customers.push(customer);
  return customers;
}

async function differencesOf(custNo: number, since?: Date): Promise<Difference[]> {
  const [customer, ...others] = await reconciled({ custNo, since });
  expect(others).toEqual([]);
  expect(customer?.failure).toBeUndefined();
  return customer?.differences ?? [];
}

/** The command as an operator runs it. */
function nbn(...args: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, TEMPORAL_ADDRESS: stack.env.address };
  return new Promise((resolve) => {
    execFile(process.execPath, ['client/nbn.js', 'reconcile', ...args], { env }, (error, output, errors) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output, errors });
    });
  });
}

describe('healthy orders', () => {
  test('of several flows, open and ended, have no differences, and nothing is changed', async () => {
    const ordered = await Promise.all([
      placed('planChange', planChangeInput({ service: { custNo: 100001 } })),
      placed('activate', activateInput({ customer: { custNo: 100002 } })),
      placed('disconnect', disconnectInput({ service: { custNo: 100003 } })),
      placed('suspend', { reference: 'healthy-suspend', service: { custNo: 100004 }, ...CUST_REQ_DATE }),
      placed('unsuspend', { reference: 'healthy-unsuspend', service: { custNo: 990026 }, ...CUST_REQ_DATE }),
      placed('unshape', { reference: 'healthy-unshape', service: { custNo: 990027 }, ...CUST_REQ_DATE }),
      placed('planChange', planChangeInput({ service: { custNo: 990001 } })),
    ]);
    daysPass();
    await Promise.all(ordered.map(({ order }) => closed(order)));
    await placed('planChange', planChangeInput({ service: { custNo: 100001 }, planNo: 1003 }));

    const before = changes();
    const found = await reconciled();
    expect(found.map(({ custNo }) => custNo).sort()).toEqual([100001, 100002, 100003, 100004, 990001, 990026, 990027]);
    expect(found.filter(({ differences, failure }) => differences.length > 0 || failure !== undefined)).toEqual([]);
    expect(changes()).toEqual(before);
    expect(await reconciliationHistories()).not.toMatch(/Jacqueline|Sample|Person|0400000|example\.com/);
  });

  test('of a plan that a person corrected are measured by the corrected one', async () => {
    const input = { ...planChangeInput({ service: { custNo: 100010 }, planNo: 4711 }), onFallout: 'wait' as const };
    const order = await stack.orders.start('planChange', input);
    await eventually(async () => (await order.progress()).fallout);
    await order.resolve({ action: 'retry', input: { planNo: 1003 }, by: 'a test', reason: 'a test' });
    await listedOrderId(order);
    daysPass();
    await order.result();
    await closed(order);
    expect(await differencesOf(100010)).toEqual([]);
  });
});

/** What Temporal keeps of the comparisons: every event, with its payloads, which are base64, in clear. */
async function reconciliationHistories(): Promise<string> {
  let text = '';
  for await (const { workflowId } of stack.client.workflow.list({ query: "WorkflowType = 'reconcile'" })) {
    const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
    text += JSON.stringify(events, (key, value: unknown) =>
      key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
    );
  }
  if (!text.includes('healthy-suspend')) throw new Error('The comparison is not in there.');
  return text;
}

/** How often each operation that changes something was called. */
function changes(): Record<string, number> {
  const writing = OPERATION_NAMES.filter((name) => OPERATIONS[name].effect !== 'reads');
  return Object.fromEntries(writing.map((name) => [name, stack.sandbox.records.calls.of(name)]));
}

describe('a difference', () => {
  test('an order that only Octane knows of, until it is history', async () => {
    await completed('planChange', planChangeInput({ service: { custNo: 100005 } }));
    const orderId = await octane.orders.create({ subOrderType: 'Suspend', custNo: 100005, ...CUST_REQ_DATE });
    const notOurs = [{ code: 'orderNotOurs', references: [], orderIds: [orderId] }];
    expect(await differencesOf(100005)).toMatchObject(notOurs);
    daysPass();
    expect(await differencesOf(100005)).toMatchObject(notOurs);
    expect(await differencesOf(100005, new Date())).toEqual([]);
  });

  test('a second order at Octane that fits the same reference', async () => {
    const { order, orderId } = await placed('planChange', planChangeInput({ service: { custNo: 100006 } }));
    const second = await placeBehindOurBack(100006, 1003);
    expect(await differencesOf(100006)).toMatchObject([
      { code: 'placedTwice', references: [order.reference], orderIds: [orderId, second] },
    ]);
  });

  test('an order whose workflow was terminated, and which Octane goes on with', async () => {
    const input = planChangeInput({ service: { custNo: 100007 } });
    const { order, orderId } = await placed('planChange', input);
    await terminate(order);
    expect(await differencesOf(100007)).toMatchObject([
      { code: 'statusDiffers', references: [order.reference], orderIds: [orderId] },
    ]);
    // Started again with its reference it is taken up.
    const again = await placed('planChange', input);
    expect(again.orderId).toBe(orderId);
    expect(await differencesOf(100007)).toEqual([]);
  });

  test('an order that we ended otherwise than Octane', async () => {
    const { order, orderId } = await completed('planChange', planChangeInput({ service: { custNo: 100008 } }));
    const theirs = stack.sandbox.records.order(orderId);
    if (!theirs) throw new Error('The sandbox has the order.');
    theirs.stage = { after: 0, orderStatus: 'In Progress' };
    expect(await differencesOf(100008)).toMatchObject([{ code: 'statusDiffers', references: [order.reference] }]);
    theirs.stage = { after: 0, orderStatus: 'Cancelled' };
    expect(await differencesOf(100008)).toMatchObject([{ code: 'statusDiffers', references: [order.reference] }]);
  });

  test('a service that was changed after the last order', async () => {
    const { order, orderId } = await completed('planChange', planChangeInput({ service: { custNo: 100009 } }));
    const [service] = stack.sandbox.records.services(100009);
    if (!service) throw new Error('The sandbox has the service.');
    service.planNo = 1007;
    service.status = 'Suspended';
    expect(await differencesOf(100009)).toMatchObject([
      {
        code: 'serviceDiffers',
        references: [order.reference],
        orderIds: [orderId],
        lineSeqNo: 1,
        sentence: expect.stringContaining('is suspended, not active and has plan 1007, not 1002'),
      },
    ]);
  });

  test('an order that Octane ended while we cannot read it is only behind', async () => {
    // Octane does not answer for this order by its id, but lists it.
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990007 } }));
    await eventually(async () => (await order.progress()).orderId);
    expect(await differencesOf(990007)).toEqual([]);
    daysPass();
    expect(await differencesOf(990007)).toMatchObject([
      { code: 'behind', references: [order.reference], informational: true },
    ]);
    await terminate(order);
  });

  test('an order whose outcome is unknown, with what Octane has that fits', async () => {
    const lost = planChangeInput({ service: { custNo: 990005 }, onFallout: 'wait' });
    const order = await inDoubt(lost);
    const [theirs] = stack.sandbox.records.ordersOf(990005);
    expect(await differencesOf(990005)).toMatchObject([
      {
        code: 'outcomeUnknown',
        references: [order.reference],
        orderIds: [theirs?.orderId],
        whatToDo: expect.stringContaining(`adopt --orderId ${theirs?.orderId ?? ''}`),
      },
    ]);

    const never = planChangeInput({ service: { custNo: 990010 } });
    await withoutList(async () => failureOf(await stack.orders.start('planChange', never)));
    await closed(stack.orders.order(never.reference));
    expect(await differencesOf(990010)).toMatchObject([
      { code: 'outcomeUnknown', references: [never.reference], orderIds: [], informational: true },
    ]);
  });

  test('two references that took up the same order', async () => {
    const adopting = async (reference: string, planNo: number, orderId?: string) => {
      const input = planChangeInput({ reference, service: { custNo: 990019 }, planNo, onFallout: 'wait' });
      const order = await inDoubt(input);
      const adopted = orderId ?? stack.sandbox.records.ordersOf(990019)[0]?.orderId ?? '';
      await order.resolve({ action: 'adopt', orderId: adopted, by: 'a test', reason: 'a test' });
      await listedOrderId(order);
      return { order, adopted };
    };
    const { order, adopted } = await adopting('first', 1002);
    daysPass();
    await order.result();
    await adopting('second', 1003, adopted);
    expect(await differencesOf(990019)).toContainEqual(
      expect.objectContaining({ code: 'sameOrderTwice', references: ['second', 'first'], orderIds: [adopted] }),
    );
  });

  describe('where Octane has no list of orders', () => {
    let ordersOf: Records['ordersOf'];
    beforeAll(() => {
      const { records } = stack.sandbox;
      ordersOf = records.ordersOf.bind(records);
      records.ordersOf = () => {
        throw notFound('path');
      };
    });
    afterAll(() => {
      stack.sandbox.records.ordersOf = ordersOf;
    });

    test('is found all the same in the orders that we know', async () => {
      expect(await reconciled({ custNo: 100009 })).toMatchObject([
        { ordersListed: false, differences: [{ code: 'serviceDiffers' }] },
      ]);
      expect(await nbn('--custNo', '100003')).toMatchObject({
        exitCode: 0,
        errors: expect.stringContaining('Octane has no list of orders'),
      });
    });

    test('nothing is said to be missing there', async () => {
      const [unknown] = await differencesOf(990010);
      expect(unknown).toMatchObject({ code: 'outcomeUnknown', sentence: expect.stringContaining('cannot be read') });
      expect(unknown).not.toHaveProperty('informational');
    });

    test('an order that Octane does not have', async () => {
      const { order, orderId } = await placed('planChange', planChangeInput({ service: { custNo: 990002 } }));
      const { records } = stack.sandbox;
      const orders = records.order.bind(records);
      records.order = (id) => (id === orderId ? undefined : orders(id));
      expect(await differencesOf(990002)).toMatchObject([
        { code: 'orderNotInOctane', references: [order.reference], orderIds: [orderId] },
      ]);
      records.order = orders;
    });
  });
});

describe('nbn reconcile', () => {
  test('exits with 1 and says what differs, and what to do', async () => {
    const { exitCode, output } = await nbn('--custNo', '100006');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/CUSTOMER +DIFFERENCE +REFERENCE +OCTANE\n100006 +placedTwice/);
    expect(output).toContain('  → See in Octane which one is wanted');
    expect(output).toMatch(/1 customers with 1 orders compared, open or closed since .* AE[DS]T: 1 differences\./);
  });

  test('exits with 0 without differences; with --json it writes a line for each customer', async () => {
    const { exitCode, output } = await nbn('--custNo', '100003', '--since', '1d', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toEqual({
      custNo: 100003,
      since: expect.any(String),
      orders: 1,
      ordersListed: true,
      differences: [],
    });
  });

  test('exits with 0 for a customer whom Octane does not have, and says so', async () => {
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 424242 } }));
    await failureOf(order);
    await closed(order);
    const { exitCode, output, errors } = await nbn('--custNo', '424242');
    expect(output).toContain(`Octane has no customer 424242, whom ${order.reference} named.`);
    expect(errors).toBe('');
    expect(exitCode).toBe(0);
  });

  test('exits with 2 when it could not be done', async () => {
    stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 404, operations: ['listServices'] }] });
    const withoutServices = await nbn('--custNo', '100003');
    stack.sandbox.faults.clear();
    expect(withoutServices).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('Customer 100003 could not be compared: Octane has no list of services'),
    });
    const wrongTime = await nbn('--since', 'yesterday');
    expect(wrongTime).toMatchObject({ exitCode: 2, errors: expect.stringContaining('a time such as') });
  });
});
