import type { z } from 'zod';
import type { OrderHandle } from '../../client/index.ts';
import { OCTANE_OUTAGE } from '../../contract/names.ts';
import { OPERATION_NAMES } from '../../octane/operations.ts';
import type { faultScenario } from '../../sandbox/faults/scenario.ts';
import type { Records } from '../../sandbox/records.ts';
import { probeNow } from '../../worker/probe-now.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startHoldingProxy, type HoldingProxy } from '../worker/holding-proxy.ts';
import { startWorkerProcess } from '../worker/worker-process.ts';

type FaultRule = NonNullable<z.input<typeof faultScenario>['rules']>[number];

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({
    speed: 10_000,
    customers: 60,
    workers: false,
    environment: { OCTANE_POLL_INTERVAL: '3s' },
  });
});

afterAll(async () => {
  await stack?.stop();
});

/** Plan changes of so many customers, from the one with this number on. */
function orders(from: number, count: number): Promise<OrderHandle[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      stack.orders.start('planChange', planChangeInput({ service: { custNo: from + index } })),
    ),
  );
}

/** How many orders Octane has of so many customers. */
function ordersOf(records: Records, from: number, count: number): number {
  return Array.from({ length: count }, (_, index) => records.ordersOf(from + index).length).reduce(
    (sum, of) => sum + of,
  );
}

function callsOf({ calls }: Records): number {
  return OPERATION_NAMES.reduce((sum, name) => sum + calls.of(name), 0);
}

function outage() {
  return stack.client.workflow.getHandle(OCTANE_OUTAGE.workflowId);
}

/** The outage once so many of its probes have failed. */
function outageAfter(probes: number) {
  return eventually(async () => {
    const description = await outage()
      .describe()
      .catch(() => undefined);
    const attempt = description?.raw.pendingActivities?.[0]?.attempt ?? 0;
    return attempt > probes ? description : undefined;
  });
}

async function statesOf(handles: OrderHandle[]): Promise<string[]> {
  const results = await Promise.all(handles.map((order) => order.result()));
  return [...new Set(results.map(({ state }) => state))];
}

test('an outage is one workflow that probes for all orders; none of them fails, and they do not flood Octane afterwards', async () => {
  const requestsPerSecond = 20;
  const stop = await stack.startWorkers({ environment: { OCTANE_REQUESTS_PER_SECOND: String(requestsPerSecond) } });
  const { faults, records } = stack.sandbox;
  const placed = await orders(100001, 10);
  await eventually(() => Promise.resolve(ordersOf(records, 100001, 10) === 10 || undefined));
  faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  const fresh = await orders(100011, 10);
  const { raw } = await outageAfter(1);
  expect(raw.pendingActivities?.[0]?.lastFailure?.message).toMatch(/failed \(HTTP 503\)/);
  const { currentDetails } = await outage().query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toMatch(/^\*\*All of Octane has been away since .*\(HTTP 503\)/);

  const before = faults.log.length;
  for (let probes = 1; probes <= 3; probes++) {
    expect(await probeNow(stack.env.nativeConnection, stack.env.namespace ?? 'default')).toBe(true);
    await eventually(() => Promise.resolve(faults.log.length >= before + probes || undefined));
  }
  // Nothing but probes, which are about no customer.
  expect(faults.log.slice(before).filter(({ custNo }) => custNo !== undefined)).toEqual([]);
  expect(faults.log.length - before).toBeLessThanOrEqual(5);
  const runs = [];
  for await (const { workflowId } of stack.client.workflow.list({ query: `WorkflowType = '${OCTANE_OUTAGE.type}'` })) {
    runs.push(workflowId);
  }
  expect(runs).toEqual([OCTANE_OUTAGE.workflowId]);

  faults.clear();
  const [callsBefore, end] = [callsOf(records), performance.now()];
  await probeNow(stack.env.nativeConnection, stack.env.namespace ?? 'default');
  expect(await outage().result()).toMatch(/^Octane was away from /);
  expect(await statesOf([...placed, ...fresh])).toEqual(['completed']);
  const seconds = (performance.now() - end) / 1000;
  expect(callsOf(records) - callsBefore).toBeLessThan(requestsPerSecond * (seconds + 1));
  expect(ordersOf(records, 100001, 20)).toBe(20);
  await stop();
});

test('wrong credentials are tried a few times, and all goes on by itself once a worker has the right ones', async () => {
  const { calls } = stack.sandbox.records;
  const stop = await stack.startWorkers({ environment: { OCTANE_PASSWORD: 'wrong', OCTANE_REQUESTS_PER_SECOND: '5' } });
  const waiting = await orders(100021, 10);
  const { raw } = await outageAfter(1);
  expect(raw.pendingActivities?.[0]?.lastFailure?.applicationFailureInfo?.type).toBe('OctaneUnauthorized');
  await stop();
  const { denied } = calls;
  // Three, a probe, and what was under way at that moment.
  expect(denied).toBeLessThanOrEqual(8);

  const worker = startWorkerProcess(stack.environment);
  expect(await statesOf(waiting)).toEqual(['completed']);
  expect(calls.denied).toBe(denied);
  worker.kill('SIGTERM');
  await worker.ended;
});

describe('an order that is withdrawn while its placing waits for the end of an outage', () => {
  const ASKED = { by: 'Carla Customer', reason: 'moving abroad' };
  let proxy: HoldingProxy;
  let stop: () => Promise<void>;
  let bystanders: OrderHandle[];

  /** An order whose call is held when all of Octane goes away; it then waits for the end of the outage. */
  async function caught(custNo: number, heldPath: string, create: FaultRule[] = []): Promise<OrderHandle<'suspend'>> {
    proxy = await startHoldingProxy(stack.sandbox.baseUrl, heldPath);
    stop = await stack.startWorkers({ environment: { OCTANE_BASE_URL: proxy.baseUrl } });
    // The only check of a suspension is for its service.
    const order = await stack.orders.start('suspend', {
      reference: `T-${custNo}`,
      service: { custNo },
      custReqDate: '2026-03-02T00:00:00Z',
      onFallout: 'fail',
    });
    await proxy.reached;
    const others = Array.from({ length: 5 }, (_, index) => custNo + 1 + index);
    const away = { fault: 'status', httpStatus: 503 } as const;
    stack.sandbox.faults.set({
      rules: [
        ...create,
        { ...away, operations: OPERATION_NAMES.filter((name) => name !== 'listServices') },
        ...others.map((other) => ({ ...away, custNo: other })),
      ],
    });
    bystanders = await orders(custNo + 1, others.length);
    await outageAfter(1);
    proxy.open();
    await eventually(async () => {
      const { raw } = await stack.client.workflow.getHandle(order.workflowId).describe();
      return raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'awaitOctane');
    });
    return order;
  }

  async function octaneIsBack(): Promise<void> {
    stack.sandbox.faults.clear();
    await probeNow(stack.env.nativeConnection, stack.env.namespace ?? 'default');
    await outage().result();
  }

  afterEach(async () => {
    stack.sandbox.faults.clear();
    // Otherwise one of their calls may be the first that the next test's proxy holds.
    await statesOf(bystanders);
    await stop();
    await proxy.close();
  });

  test('ends at once when nothing was sent yet', async () => {
    const order = await caught(100031, '/customer/100031/service');
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
    await expect(order.result()).rejects.toMatchObject({ type: 'OrderCancelled' });
    await octaneIsBack();
    expect(stack.sandbox.records.calls.createsFor(100031)).toBe(0);
  });

  test('ends once Octane is back, and has none', async () => {
    const custNo = 100041;
    const order = await caught(custNo, '/service/orders/change', [
      { fault: 'reset', operations: ['createModificationOrder'], custNo },
    ]);
    expect(await order.withdraw(ASKED)).toMatchObject({
      accepted: false,
      why: expect.stringContaining('searched for'),
    });
    await octaneIsBack();
    await expect(order.result()).rejects.toMatchObject({ type: 'OrderCancelled' });
    expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(1);
    expect(ordersOf(stack.sandbox.records, custNo, 1)).toBe(0);
  });

  test('goes on once Octane is back, and has it', async () => {
    const custNo = 100051;
    const order = await caught(custNo, '/service/orders/change', [
      { fault: 'reset', when: 'after', operations: ['createModificationOrder'], custNo },
    ]);
    expect(await order.withdraw(ASKED)).toMatchObject({
      accepted: false,
      why: expect.stringContaining('searched for'),
    });
    await octaneIsBack();
    const { orderId, state } = await order.result();
    expect(state).toBe('completed');
    expect(stack.sandbox.records.ordersOf(custNo).map((placed) => placed.orderId)).toEqual([orderId]);
  });
});
