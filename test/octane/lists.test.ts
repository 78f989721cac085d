import { answer, answerJson } from './misbehaving-server.ts';
import { CUSTOMER, errorOf, setUp, type Setup } from './setup.ts';

const ORDER = { orderId: 'A1', customerDetails: { custno: 100001 } };
const ANOTHER = { ...ORDER, orderId: 'A2' };
const STRANGERS = { orderId: 'A3', customerDetails: { custno: 100002 } };

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const list = (json: unknown, headers: Record<string, string> = {}, httpStatus = 200) => {
  setup.server.behave(answerJson(json, httpStatus, headers));
  return setup.octane.orders.list({ custNo: 100001 });
};

describe('a list of orders is whole', () => {
  test.each<[string, unknown]>([
    ['when it is bare', [ORDER]],
    ['under its own name', { orders: [ORDER] }],
    ['as the response', { errorCode: 0, errorMessage: 'OK', response: [ORDER] }],
    ['in the response', { response: { orders: [ORDER] } }],
    ['as the data', { data: [ORDER] }],
    ['as a list in the data', { data: { list: [ORDER] } }],
    ['in the data', { data: { orders: [ORDER] } }],
    ['as the result', { result: [ORDER] }],
    ['as items', { items: [ORDER], links: [{ rel: 'self', href: '/orders' }] }],
    ['when it counts its rows', { orders: [ORDER], total: 1, totalPages: 1, page: 1, pageSize: 25, hasMore: false }],
    ['when it says that it has no other page', { orders: [ORDER], next: null, prev: '', last: true, count: '1' }],
    ['when it has its paging in an object', { orders: [ORDER], paging: { total: 1, next: { href: null }, offset: 0 } }],
    ['when it has a stranger’s row without an id', [ORDER, { ...STRANGERS, orderId: null }]],
  ])('%s', async (_, json) => {
    expect(await list(json)).toEqual({ orders: [ORDER] });
  });
});

describe('a list of orders may hide one', () => {
  test.each<[string, unknown]>([
    ['when it says that there are more', { orders: [ORDER], total: 26 }],
    ['when it says so as text', { orders: [ORDER], 'Total-Count': '26' }],
    ['when it says so in its content', { data: { orders: [ORDER], totalElements: 2 } }],
    ['when it says so beside its content', { result: { orders: [ORDER] }, meta: { page: { total_count: 2 } } }],
    ['when it has more pages', { orders: [ORDER], pages: 2 }],
    ['when it is the second page', { orders: [ORDER], page: 2 }],
    ['when it does not begin at the beginning', { orders: [ORDER], offset: 25 }],
    ['when its page is full', { orders: [ORDER], pageSize: 1 }],
    ['when it has a next page', { orders: [ORDER], next: '/v1/service/orders?page=2' }],
    ['when it links to a next page', { orders: [ORDER], _links: { next: { href: '/v1/service/orders?page=2' } } }],
    ['when it has a list of links', { orders: [ORDER], links: [{ rel: 'next', href: '/v1/service/orders?page=2' }] }],
    ['when it has a token for the rest', { orders: [ORDER], nextPageToken: 'x' }],
    ['when it has more', { orders: [ORDER], hasMore: 'true' }],
    ['when it is not the last', { orders: [ORDER], last: false }],
    ['when it was cut', { orders: [ORDER], truncated: true }],
    ['when it has another list beside it', { orders: [ORDER], pendingOrders: [ANOTHER] }],
    ['when it tells of errors', { orders: [ORDER], errors: ['The archive is away'] }],
    ['when a row is a bare id', [ORDER, 'A2']],
    ['when a row is a list', [ORDER, [ANOTHER]]],
    ['when a row is null', [ORDER, null]],
  ])('%s', async (_, json) => {
    const { orders, unclear } = await list(json);
    expect(orders).toEqual([ORDER]);
    expect(unclear).toMatch(/\w/);
  });

  test.each<[string, Record<string, string>]>([
    ['counts more', { 'x-total-count': '26' }],
    ['links to the next page', { link: '</v1/service/orders?page=2>; rel="next"' }],
    ['tells the range', { 'content-range': 'items 0-0/26' }],
  ])('when a header %s', async (_, headers) => {
    expect(await list([ORDER], headers)).toMatchObject({ unclear: expect.stringContaining('more rows than the 1') });
  });

  test('when it is partial content', async () => {
    expect(await list([ORDER], {}, 206)).toMatchObject({ orders: [ORDER], unclear: expect.any(String) });
  });

  test.each<[string, object]>([
    ['in another field', { orderNo: 'A2' }],
    ['that is blank', { orderId: ' ' }],
    ['that is not set', { orderId: 0 }],
    ['without end', { orderId: '9'.repeat(256) }],
  ])('when a row has an id %s', async (_, row) => {
    const { orders, unclear } = await list([ORDER, row]);
    expect(orders).toHaveLength(2);
    expect(unclear).toContain('1 of its rows have no readable order id');
  });

  test('when an order comes twice, with different content', async () => {
    const { orders, unclear } = await list([ORDER, { ...ORDER, orderStatus: 'Completed' }]);
    expect(orders).toEqual([ORDER]);
    expect(unclear).toContain('different content');
  });
});

test('an order id of nineteen digits is read with all of them', async () => {
  setup.server.behave(answer('[{"orderId": 1234567890123456789}, {"orderId": 1234567890123456788}]'));
  const { orders, unclear } = await setup.octane.orders.list({ custNo: 100001 });
  expect(orders).toEqual([{ orderId: '1234567890123456789' }, { orderId: '1234567890123456788' }]);
  expect(unclear).toBeUndefined();
});

test.each<[string, unknown]>([
  ['in an envelope that is not known', { found: [ORDER] }],
  ['as an object of orders', { orders: { A1: ORDER } }],
  ['that is null', { orders: null }],
  ['beside another', { orders: [], response: [ORDER] }],
  ['beside another in the content', { data: { orders: [], items: [ORDER] } }],
])('a list %s is no list of orders', async (_, json) => {
  expect(await errorOf(list(json))).toMatchObject({ type: 'OctaneUnexpectedAnswer', outcome: 'unknown' });
});

describe('a row that comes twice counts once', () => {
  test('in a list of orders', async () => {
    expect(await list([ORDER, ORDER, ANOTHER])).toEqual({ orders: [ORDER, ANOTHER] });
  });

  test('in a list of services', async () => {
    setup.server.behave(answerJson([{ lineSeqNo: 1 }, { lineSeqNo: '1' }, { lineSeqNo: 2 }]));
    expect(await setup.octane.services.list(CUSTOMER)).toEqual([{ lineSeqNo: 1 }, { lineSeqNo: 2 }]);
  });

  test('in a list of locations', async () => {
    setup.server.behave(answerJson({ locations: [{ locationId: 'LOC1' }, { locationId: 'LOC1' }] }));
    expect(await setup.octane.addresses.search('7 Wattle Grove')).toEqual([{ locationId: 'LOC1' }]);
  });
});

describe('the dates of an order', () => {
  const DATES = { dateAdded: '2026-11-25T20:05:00', dateModified: '2026-11-25T20:05:00+11:00' };

  test('are in UTC, or left out when they cannot be read', async () => {
    expect(await list([{ ...ORDER, ...DATES }])).toEqual({
      orders: [{ ...ORDER, dateModified: '2026-11-25T09:05:00.000Z' }],
    });
  });

  test('are read in the time zone that is configured when they have none', async () => {
    setup.server.behave(answerJson({ ...ORDER, ...DATES }));
    const octane = setup.connect({ timeZone: 'Australia/Brisbane' });
    expect(await octane.orders.get('A1')).toMatchObject({ dateAdded: '2026-11-25T10:05:00.000Z' });
  });
});

test('a list of services that is not whole is none', async () => {
  setup.server.behave(answerJson({ services: [{ lineSeqNo: 1 }], total: 2 }));
  const error = await errorOf(setup.octane.services.list(CUSTOMER));
  expect(error).toMatchObject({ type: 'OctaneUnexpectedAnswer', retryable: true });
});

test('a list of plans in an envelope that is not known is no empty list', async () => {
  setup.server.behave(answerJson({ catalogue: [{ planNo: 1001 }] }));
  expect(await errorOf(setup.octane.plans.list('123'))).toMatchObject({ type: 'OctaneUnexpectedAnswer' });
});

describe('a list of customers', () => {
  const MADE = { custNo: 1, settings: { altCustId: 'R-1' } };

  test('is whole, with each of them once', async () => {
    setup.server.behave(answerJson({ customers: [MADE, MADE, { custNo: 2, settings: {} }] }));
    expect(await setup.octane.customers.list('123')).toEqual({ customers: [MADE, { custNo: 2, settings: {} }] });
  });

  test.each<[string, unknown]>([
    ['when it says that there are more', { customers: [MADE], total: 2 }],
    ['when a row cannot be read', [MADE, 'Jane Citizen']],
    ['when a row has no number', [MADE, { settings: { altCustId: 'R-2' } }]],
    ['when a row does not say which reference it was added for', [MADE, { custNo: 2 }]],
  ])('may hide one %s', async (_, json) => {
    setup.server.behave(answerJson(json));
    const { unclear } = await setup.octane.customers.list('123');
    expect(unclear).toMatch(/\w/);
    expect(unclear).not.toContain('Jane');
  });
});

test('another list raises no doubt where it is configured which one is meant', async () => {
  const octane = setup.connect({ operations: { listOrders: { items: 'data.list' } } });
  setup.server.behave(answerJson({ data: { list: [ORDER], views: [{ name: 'open' }] } }));
  expect(await octane.orders.list({ custNo: 100001 })).toEqual({ orders: [ORDER] });
});

describe('timeslots', () => {
  const timeslots = (json: unknown) => {
    setup.server.behave(answerJson(json));
    return setup.octane.appointments.timeslots({ orderId: 'A1' });
  };

  test('in a form that is not known are not none', async () => {
    expect(await errorOf(timeslots({ slots: [{ slotId: 'S1' }] }))).toMatchObject({ type: 'OctaneUnexpectedAnswer' });
  });

  test('have no time that cannot be read', async () => {
    const slot = { slotId: 'S1', startTime: '2026-11-25T13:00:00+11:00', endTime: '25/11/2026 17:00' };
    const { timeslots: listed } = await timeslots({ timeslots: [slot] });
    expect(listed).toEqual([{ slotId: 'S1', startTime: slot.startTime }]);
  });
});
