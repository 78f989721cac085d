import type { z } from 'zod';
import type { faultScenario } from '../../sandbox/faults/scenario.ts';
import { setUp, type Setup } from './setup.ts';

type Rule = NonNullable<z.input<typeof faultScenario>['rules']>[number];
type Rewrite = Omit<Extract<Rule, { fault: 'rewrite' }>, 'fault'>;

const CUST_NO = 100001;

let setup: Setup;
/** Of two orders of the customer. */
let orderIds: string[];
beforeEach(async () => {
  setup = await setUp();
  orderIds = [
    await setup.place({ subOrderType: 'PlanChange', custNo: CUST_NO, planNo: 1002 }),
    await setup.place({ subOrderType: 'Suspend', custNo: CUST_NO }),
  ];
});
afterEach(() => setup.close());

async function get(path: string): Promise<unknown> {
  return JSON.parse((await setup.wire('GET', path)).text);
}

const listOrders = () => get(`/v1/service/orders?custno=${CUST_NO}`);

function rewrite(rule: Rewrite): void {
  setup.sandbox.faults.set({ rules: [{ fault: 'rewrite', ...rule }] });
}

test('fields of every row are renamed, removed and set', async () => {
  rewrite({
    operations: ['listOrders'],
    rename: { orderId: 'orderNo' },
    remove: ['service.nbnService'],
    set: { orderSubType: 'Plan Change', 'service.instance.0.status': 'In Service' },
  });
  expect(await listOrders()).toMatchObject(
    orderIds.map((orderNo) => ({
      orderNo,
      orderSubType: 'Plan Change',
      service: { instance: [{ status: 'In Service', provisionStatus: 'Provisioned' }] },
    })),
  );
  const { text } = await setup.wire('GET', `/v1/service/orders?custno=${CUST_NO}`);
  for (const removed of ['orderId', 'nbnService']) expect(text).not.toContain(`"${removed}"`);
});

test.each([
  [{ format: 'yyyy-MM-dd' }, '2026-03-02'],
  [{ format: 'dd/MM/yyyy HH:mm', zone: 'Australia/Sydney' }, '02/03/2026 11:00'],
])('dates are written as %j', async (form, dateAdded) => {
  rewrite({ dates: { dateAdded: form } });
  expect(await listOrders()).toMatchObject([{ dateAdded }, { dateAdded }]);
});

test('a list is put into an envelope that says it has more rows than it shows', async () => {
  rewrite({ envelope: { list: 'orders', fields: { total: 26 } } });
  expect(await listOrders()).toEqual({ total: 26, orders: [expect.anything(), expect.anything()] });
});

test('only the rows with the given values are changed', async () => {
  rewrite({ where: { orderId: orderIds[1] ?? '', 'service.lineSeqNo': 1 }, set: { orderSubType: 'Plan Change' } });
  expect(await listOrders()).toMatchObject([{ orderSubType: 'PlanChange' }, { orderSubType: 'Plan Change' }]);
});

test('one order has a status of 4,000 characters for a time', async () => {
  const [orderId = '', another = ''] = orderIds;
  const statusOf = async (id: string) => (await setup.octane.orders.get(id)).orderStatus;
  const orderStatus = 'x'.repeat(4000);
  rewrite({ operations: ['getOrder'], orderId, durationSeconds: 3600, set: { orderStatus } });
  expect([await statusOf(orderId), await statusOf(another)]).toEqual([
    expect.stringMatching(/^x{254}…$/),
    'Acknowledged',
  ]);
  setup.clock.advance('1 h');
  expect(await statusOf(orderId)).toBe('In Progress');
});

test('an answer without JSON stays as it is', async () => {
  rewrite({ set: { orderId: '1' } });
  const email = await setup.wire('POST', `/v1/group/123/customer/${CUST_NO}/send-welcome-email`, {});
  expect(email).toMatchObject({ httpStatus: 204, text: '' });
});
