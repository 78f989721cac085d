import { setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const suspend = (custNo: number) => setup.place({ subOrderType: 'Suspend', custNo });
const changedSince = async (modifiedSince: string, groupNo = '123') => {
  const orders = await setup.octane.orders.changed({ groupNo, modifiedSince, page: 1 });
  return orders.map(({ orderId }) => orderId);
};

test('the list of a group has the orders that were modified since then, the longest ago first', async () => {
  const start = setup.clock.in('0 s');
  const first = await suspend(100001);
  setup.clock.advance('20 min');
  const second = await suspend(100002);
  expect(await changedSince(start)).toEqual([first, second]);
  setup.clock.advance('1 min');
  expect(await changedSince(setup.clock.in('0 s'))).toEqual([]);
  // The first is in progress after 30 minutes.
  const later = setup.clock.in('0 s');
  setup.clock.advance('10 min');
  expect(await changedSince(later)).toEqual([first]);
  expect(await changedSince(start)).toEqual([second, first]);
  expect(await changedSince(start, '999')).toEqual([]);
});

test('the list of a group has pages', async () => {
  const orderIds = [await suspend(100001), await suspend(100002), await suspend(100003)];
  const page = async (number: number) => {
    const { text } = await setup.wire('GET', `/v1/service/orders?groupno=123&page=${number}&pageSize=2`);
    return (JSON.parse(text) as { orderId: string }[]).map(({ orderId }) => orderId);
  };
  expect(await page(1)).toEqual(orderIds.slice(0, 2));
  expect(await page(2)).toEqual(orderIds.slice(2));
  expect(await page(3)).toEqual([]);
});
