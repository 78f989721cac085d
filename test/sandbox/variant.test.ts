import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { ManualClock } from './manual-clock.ts';
import { basic, CREDENTIALS } from './setup.ts';

/** What the other Octane says, seen as any HTTP client sees it. */
let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ clock: new ManualClock(), personality: 'variant', ...CREDENTIALS });
});

afterEach(async () => {
  await sandbox.close();
});

/** The parts of its answers that are looked into. */
interface Said {
  orderId?: number;
  data?: { list: { dateAdded: string; instance?: { status: string }[] }[] };
  response?: { names?: string[] };
}

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(sandbox.baseUrl + path, {
    method,
    headers: {
      authorization: basic(CREDENTIALS),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: JSON.parse(text) as Said };
}

const PLAN_CHANGE = {
  orderType: 'Change',
  subOrderType: 'PlanChange',
  service: { custNo: 100001, csn: 'nbn-tc4', planNo: 1002 },
  custReqDate: '2026-03-02T00:00:00Z',
};

test('what is documented is where it is documented, under the documented names', async () => {
  const created = await call('POST', '/v1/service/orders/change', PLAN_CHANGE);
  expect(created.json).toEqual({ errorCode: 0, errorMessage: 'OK', orderId: expect.any(Number), success: true });
  const order = await call('GET', `/v1/service/orders/${created.json.orderId}`);
  expect(order.json).toMatchObject({
    orderId: created.json.orderId,
    productType: 'Fixed Broadband',
    orderStatus: 'Lodged',
  });
});

test('what is inferred is elsewhere', async () => {
  expect(await call('GET', '/v1/service/orders?custno=100001')).toMatchObject({ status: 404 });
  await call('POST', '/v1/service/orders/change', PLAN_CHANGE);
  const { json } = await call('GET', '/v1/service/orders/search?customer=100001');
  expect(json).toMatchObject({
    errorCode: 0,
    data: {
      total: 1,
      page: 1,
      pages: 1,
      views: [{}, {}],
      list: [{ orderNo: expect.any(Number), orderSubType: 'Plan Change' }],
    },
  });
  expect(json.data?.list[0]).not.toHaveProperty('orderId');
});

test('its dates are in the time of Sydney, and do not say so', async () => {
  await call('POST', '/v1/service/orders/change', PLAN_CHANGE);
  const { json } = await call('GET', '/v1/service/orders/search?customer=100001');
  expect(json.data?.list[0]?.dateAdded).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test('its answers are compressed, whether or not that was asked for', async () => {
  const { headers } = await call('GET', '/v1/plans?group=123');
  expect(headers.get('content-encoding')).toBe('gzip');
});

test("a service's instances begin with the newest, and a list of tests is one of names", async () => {
  const { json: services } = await call('GET', '/v1/customer/100001/services');
  const statuses = services.data?.list[0]?.instance?.map(({ status }) => status);
  expect(statuses).toEqual(['In Service', 'Ceased']);
  const { json: tests } = await call('GET', '/v1/customer/100001/services/1/tests');
  expect(tests.response?.names).toContain('NTD Status');
});

test('it wants fields that are not documented, and tells of errors by a code', async () => {
  const order = {
    orderType: 'Terminate',
    subOrderType: 'Disconnect',
    service: { custNo: 100001, csn: 'nbn-tc4' },
    custReqDate: '2026-03-02T00:00:00Z',
  };
  const refused = await call('POST', '/v1/service/orders/cease', order);
  expect(refused).toMatchObject({
    status: 200,
    json: { errorCode: 4001, errorMessage: 'reason: Has to be Customer request' },
  });
  const ceased = await call('POST', '/v1/service/orders/cease', { ...order, reason: 'Customer request' });
  expect(ceased.json).toMatchObject({ errorCode: 0, response: { orderNo: expect.any(Number) } });
});

test('a list that is rewritten by a fault keeps what the fault says of it', async () => {
  await call('POST', '/v1/service/orders/change', PLAN_CHANGE);
  sandbox.faults.set({
    rules: [{ fault: 'rewrite', operations: ['listOrders'], envelope: { list: 'orders', fields: { total: 26 } } }],
  });
  const { json } = await call('GET', '/v1/service/orders/search?customer=100001');
  expect(json.data).toMatchObject({ total: 26, list: [{ orderSubType: 'Plan Change' }] });
});
