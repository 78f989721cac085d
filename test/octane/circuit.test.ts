import { jest } from '@jest/globals';
import type { Outage, Outages } from '../../contract/octane-outage.ts';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { CREDENTIALS, failureOf, setUp, type Setup } from '../sandbox/setup.ts';

/** What workers know together, here without Temporal. */
class Bulletin implements Outages {
  outage: Outage | undefined;
  current = () => Promise.resolve(this.outage);
  begin = (outage: Pick<Outage, 'type' | 'answer'>) => {
    this.outage ??= { ...outage, since: '2026-03-02T00:00:00.000Z', lasted: 60_000 };
    return Promise.resolve();
  };
}

const CUSTOMER = { groupNo: '123', custNo: 100001 };

let setup: Setup;
let bulletin: Bulletin;
const workers: Octane[] = [];

beforeAll(async () => {
  setup = await setUp();
});

beforeEach(() => {
  bulletin = new Bulletin();
  setup.sandbox.faults.set({});
});

afterEach(() => {
  for (const worker of workers.splice(0)) worker.close();
});

afterAll(() => setup.close());

function worker(password = CREDENTIALS.password): Octane {
  const settings = {
    connectTimeout: 5_000,
    responseTimeout: 10_000,
    requestsPerSecond: 1000,
    maxAnswerBytes: 1_000_000,
  };
  const { baseUrl } = setup.sandbox;
  const octane = createOctane({ ...settings, ...CREDENTIALS, password, baseUrl }, () => undefined, bulletin);
  workers.push(octane);
  return octane;
}

/** Everything that Octane was asked while it was away. */
function asked(): number {
  return setup.sandbox.faults.log.length;
}

async function failTimes(times: number, call: () => Promise<unknown>): Promise<void> {
  for (let failures = 0; failures < times; failures++) await failureOf(call());
}

test.each([
  { name: 'fails', rule: { fault: 'status', httpStatus: 503 } as const },
  { name: 'is maintained', rule: { fault: 'webPage' } as const },
  { name: 'breaks every connection', rule: { fault: 'reset' } as const },
  { name: 'wants fewer calls', rule: { fault: 'status', httpStatus: 429 } as const },
])('after five failures in a row nothing more is sent to an Octane that $name', async ({ rule }) => {
  setup.sandbox.faults.set({ rules: [rule] });
  const octane = worker();
  await failTimes(3, () => octane.customers.get(CUSTOMER));
  await failTimes(2, () => octane.orders.get('5000001'));
  expect(bulletin.outage?.type).toBe('OctaneUnavailable');
  const heldBack = await failureOf(octane.plans.list('123'));
  expect(heldBack).toMatchObject({ type: 'OctaneUnavailable', outcome: 'refused', retryable: true, heldBack: true });
  expect(heldBack.message).toContain('away since 2026-03-02T00:00:00.000Z');
  expect(heldBack.message).toContain(bulletin.outage?.answer);
  expect(heldBack.message).toContain('nbn-octane-outage');
  expect(heldBack.retryAfter).toBeGreaterThan(0);
  expect(asked()).toBe(5);
});

test('a second failure is enough when nothing succeeded for minutes, because a single order seldom calls', async () => {
  setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  const octane = worker();
  const now = jest.spyOn(Date, 'now');
  try {
    await failTimes(1, () => octane.customers.get(CUSTOMER));
    now.mockReturnValue(Date.now() + 2 * 60_000);
    await failTimes(1, () => octane.customers.get(CUSTOMER));
    expect(bulletin.outage).toBeUndefined();
    now.mockReturnValue(Date.now() + 60_000);
    await failTimes(1, () => octane.customers.get(CUSTOMER));
    expect(bulletin.outage?.type).toBe('OctaneUnavailable');
  } finally {
    now.mockRestore();
  }
});

test('the other workers learn of it with their first failure, and a new one before its first call', async () => {
  const [first, second] = [worker(), worker()];
  await second.customers.get(CUSTOMER);
  setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  await failTimes(5, () => first.customers.get(CUSTOMER));
  expect(await failureOf(second.customers.get(CUSTOMER))).toMatchObject({ heldBack: false });
  expect(await failureOf(second.customers.get(CUSTOMER))).toMatchObject({ heldBack: true });
  expect(await failureOf(worker().customers.get(CUSTOMER))).toMatchObject({ heldBack: true });
  expect(asked()).toBe(6);
});

test('a probe is sent all the same, and calls go on once the outage is over', async () => {
  setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  const octane = worker();
  await failTimes(5, () => octane.customers.get(CUSTOMER));
  await failTimes(2, () => octane.probe(1, '123'));
  expect(asked()).toBe(7);
  setup.sandbox.faults.clear();
  await octane.probe(2, '123');
  expect(await failureOf(octane.customers.get(CUSTOMER))).toMatchObject({ heldBack: true });
  bulletin.outage = undefined;
  await octane.customers.get(CUSTOMER);
});

test('a probe of another operation counts when the one before it is broken by itself', async () => {
  setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 500, operations: ['listPlans'] }] });
  const octane = worker();
  await failureOf(octane.probe(1, '123'));
  await octane.probe(2, '123');
});

test('wrong credentials are shown to Octane three times, and no more', async () => {
  const octane = worker('wrong');
  const { calls } = setup.sandbox.records;
  const before = calls.denied;
  await failTimes(10, () => octane.customers.get(CUSTOMER));
  expect(calls.denied - before).toBe(3);
  expect(bulletin.outage?.type).toBe('OctaneUnauthorized');
});

test.each([
  { name: 'one customer is denied', rule: { fault: 'status' as const, httpStatus: 403, custNo: 100002 } },
  { name: 'one operation is broken', rule: { fault: 'webPage' as const, operations: ['listServices' as const] } },
])('calls go on when only $name', async ({ rule }) => {
  setup.sandbox.faults.set({ rules: [rule] });
  const octane = worker();
  for (let round = 0; round < 8; round++) {
    await failureOf(octane.services.list({ groupNo: '123', custNo: 100002 }));
    await octane.customers.get(CUSTOMER);
  }
  expect(asked()).toBe(8);
  expect(bulletin.outage).toBeUndefined();
});

test('a burst of failed create-order calls of unrelated customers stops nothing while reads succeed in between', async () => {
  setup.sandbox.faults.set({
    rules: [{ fault: 'status', httpStatus: 503, operations: ['createModificationOrder'] }],
  });
  const octane = worker();
  for (let customer = 0; customer < 5; customer++) {
    await octane.services.list(CUSTOMER);
    const custReqDate = '2026-03-02T09:00:00Z';
    await failureOf(octane.orders.create({ subOrderType: 'Suspend', custNo: 100001 + customer, custReqDate }));
  }
  await octane.customers.get(CUSTOMER);
  expect(asked()).toBe(5);
  expect(bulletin.outage).toBeUndefined();
});

test('a burst of failed create-order calls alone stops nothing, because each may fail by its own fault', async () => {
  setup.sandbox.faults.set({
    rules: [{ fault: 'status', httpStatus: 500, operations: ['createModificationOrder'] }],
  });
  const octane = worker();
  await octane.customers.get(CUSTOMER);
  const custReqDate = '2026-03-02T09:00:00Z';
  const creates = Array.from({ length: 6 }, (_, index) =>
    failureOf(octane.orders.create({ subOrderType: 'Suspend', custNo: 100001 + index, custReqDate })),
  );
  await Promise.all(creates);
  await octane.customers.get(CUSTOMER);
  expect(bulletin.outage).toBeUndefined();
});

test('refusals are answers: they say that Octane is there', async () => {
  const octane = worker();
  setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503, calls: 4 }] });
  await failTimes(4, () => octane.customers.get(CUSTOMER));
  await failureOf(octane.orders.get('0'));
  setup.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503, calls: 4 }] });
  await failTimes(4, () => octane.customers.get(CUSTOMER));
  await octane.customers.get(CUSTOMER);
  expect(bulletin.outage).toBeUndefined();
});
