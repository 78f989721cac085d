import type { OctaneSettings } from '../../octane/http.ts';
import { answer, answerJson } from './misbehaving-server.ts';
import { CUSTOMER, errorOf, setUp, SUSPEND, type Setup } from './setup.ts';

/*
 * An Octane that differs from what we know of it, as a server of the test's own.
 */

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

type Operations = NonNullable<OctaneSettings['operations']>;

const octaneWith = (operations: Operations) => setup.connect({ operations });

/** The last call that the server received. */
function received() {
  const { method, path, body } = setup.server.calls.at(-1) ?? { method: '', path: '', body: '' };
  return { method, path, ...(body !== '' && { body: JSON.parse(body) as unknown }) };
}

describe('a request can be configured', () => {
  test('to name the customer in the path of the list of orders, and then not in its query', async () => {
    setup.server.behave(answerJson([]));
    await octaneWith({ listOrders: { path: '/v1/customer/{custno}/orders' } }).orders.list({ custNo: 5 });
    expect(received()).toEqual({ method: 'GET', path: '/tiab/api/v1/customer/5/orders' });
  });

  test('to keep the query that its path has, beside its own', async () => {
    setup.server.behave(answerJson([]));
    await octaneWith({ listOrders: { path: '/v1/orders?product=NBN' } }).orders.list({ custNo: 5 });
    expect(received().path).toBe('/tiab/api/v1/orders?product=NBN&custno=5');
  });

  test('to call a query by another name', async () => {
    setup.server.behave(answerJson([]));
    await octaneWith({ listOrders: { query: { custno: 'customerNumber' } } }).orders.list({ custNo: 5 });
    expect(received().path).toBe('/tiab/api/v1/service/orders?customerNumber=5');
  });

  test('to ask with a body in place of a query', async () => {
    setup.server.behave(answerJson([]));
    await octaneWith({ searchAddress: { method: 'POST', query: { address: 'text' } } }).addresses.search('1 Sample St');
    expect(received()).toEqual({
      method: 'POST',
      path: '/tiab/api/v1/address/search',
      body: { text: '1 Sample St' },
    });
  });

  test('to ask with a query in place of a body', async () => {
    setup.server.behave(answerJson({ response: {} }));
    await octaneWith({
      qualifyService: { method: 'GET', path: '/v2/location/{locationId}/check' },
    }).qualifications.check({ locationId: 'LOC1' });
    expect(received()).toEqual({
      method: 'GET',
      path: '/tiab/api/v2/location/LOC1/check?productSelection=nbn&locationId=LOC1',
    });
  });

  test('to be sent with another method', async () => {
    setup.server.behave(answer('', {}, 204));
    await octaneWith({ cancelOrder: { method: 'PUT', path: '/v1/orders/{orderId}/withdrawal' } }).orders.cancel('A1');
    expect(received()).toMatchObject({ method: 'PUT', path: '/tiab/api/v1/orders/A1/withdrawal' });
  });

  test('to have more fields, another service number, and the line where it is known', async () => {
    setup.server.behave(answerJson({ orderId: 'A1' }));
    const createModificationOrder = {
      path: '/v1/customer/{custno}/orders',
      body: { channel: 'api', orderType: 'Other', service: { brand: 'x', custNo: 1 } },
      csn: 'nbn-tc5',
      serviceField: 'service.lineSeqNo',
    };
    await octaneWith({ createModificationOrder }).orders.create({ ...SUSPEND, lineSeqNo: 2 });
    expect(received()).toMatchObject({
      path: '/tiab/api/v1/customer/100001/orders',
      body: {
        channel: 'api',
        orderType: 'Change',
        subOrderType: 'Suspend',
        service: { brand: 'x', custNo: 100001, csn: 'nbn-tc5', lineSeqNo: 2 },
      },
    });
  });

  test('but names no line by itself, because Octane documents no field for it', async () => {
    setup.server.behave(answerJson({ orderId: 'A1' }));
    await setup.octane.orders.create({ ...SUSPEND, lineSeqNo: 2 });
    expect(received().body).toMatchObject({ service: { custNo: 100001, csn: 'nbn-tc4' } });
    expect(JSON.stringify(received().body)).not.toContain('lineSeqNo');
  });
});

describe('a list is found', () => {
  const PLANS = [{ planNo: 1001, planName: 'Home Fast 50/20' }];

  test.each([
    ['bare', PLANS],
    ['in response', { errorCode: 0, success: true, response: PLANS }],
    ['in plans', { plans: PLANS }],
    ['in data.list', { data: { list: PLANS, total: 1 } }],
    ['in data.plans', { data: { plans: PLANS } }],
    ['in result.items', { result: { items: PLANS } }],
  ])('%s', async (_, json) => {
    setup.server.behave(answerJson(json));
    expect(await setup.octane.plans.list('123')).toEqual(PLANS);
  });

  test('where the settings say, with its id there', async () => {
    setup.server.behave(
      answerJson({ catalogue: { offers: [{ key: { planId: '1001' }, planName: 'Fast' }], old: [{}] } }),
    );
    const listPlans = { items: 'catalogue.offers', id: 'key.planId' };
    expect(await octaneWith({ listPlans }).plans.list('123')).toEqual([{ planNo: 1001, planName: 'Fast' }]);
  });

  test('of orders whose id has another name, so that none of them is hidden', async () => {
    setup.server.behave(answerJson([{ orderNo: 'A1', customerDetails: { custno: 5 } }]));
    expect(await octaneWith({ listOrders: { id: 'orderNo' } }).orders.list({ custNo: 5 })).toEqual({
      orders: [{ orderId: 'A1', customerDetails: { custno: 5 } }],
    });
  });

  test('of tests that are plain names', async () => {
    setup.server.behave(answerJson({ tests: ['Line State', 'Loopback'] }));
    expect(await setup.octane.enquiries.availableTests({ custNo: 5, lineSeqNo: 1 })).toEqual([
      { testType: 'Line State' },
      { testType: 'Loopback' },
    ]);
  });
});

describe('what is not understood is named, and never passes for an empty list', () => {
  test.each([
    [
      { offers: [{ planNo: 1 }], count: 1 },
      ['the fields offers, count', 'groupPlan, plans', 'operations.listPlans.items'],
    ],
    [[{ planId: 1, label: 'Fast' }], ['the fields planId, label', 'planNo', 'operations.listPlans.id']],
    [{ groupPlan: [], plans: [{ planNo: 1 }] }, ['operations.listPlans.items']],
  ])('%j', async (json, phrases) => {
    setup.server.behave(answerJson(json));
    const error = await errorOf(setup.octane.plans.list('123'));
    expect(error.type).toBe('OctaneUnexpectedAnswer');
    for (const phrase of phrases) expect(error.message).toContain(phrase);
  });

  test('a place for the list at which there is none', async () => {
    setup.server.behave(answerJson({ data: { rows: [] } }));
    const error = await errorOf(octaneWith({ listPlans: { items: 'data.list' } }).plans.list('123'));
    expect(error.message).toContain('data.list');
  });

  test('an order in an object of other fields, without their values', async () => {
    setup.server.behave(answerJson({ ticket: 'Jane Citizen', stage: 'Done' }));
    const error = await errorOf(setup.octane.orders.get('A1'));
    expect(error.message).toContain('the fields ticket, stage; expected orderId');
    expect(error.message).not.toContain('Jane');
  });
});

describe('an answer may be wrapped as that of the qualification is', () => {
  const ENVELOPE = { errorCode: 0, errorMessage: 'The request was successful', success: true };

  test.each([
    ['response', { ...ENVELOPE, response: { orderId: 'A1', orderStatus: 'Completed' } }],
    ['data.order', { data: { order: { orderId: 'A1', orderStatus: 'Completed' } } }],
    ['order', { order: { orderId: 'A1', orderStatus: 'Completed' } }],
    ['nothing', { orderId: 'A1', orderStatus: 'Completed' }],
  ])('an order in %s', async (_, json) => {
    setup.server.behave(answerJson(json));
    expect(await setup.octane.orders.get('A1')).toEqual({ orderId: 'A1', orderStatus: 'Completed' });
  });

  test.each([
    ['response', { ...ENVELOPE, response: { lineSeqNo: 2 } }],
    ['service', { service: { lineSeqNo: 2 } }],
  ])('a service in %s', async (_, json) => {
    setup.server.behave(answerJson(json));
    expect(await setup.octane.services.get({ ...CUSTOMER, lineSeqNo: 2 })).toEqual({ lineSeqNo: 2 });
  });

  test('a qualification may be bare', async () => {
    setup.server.behave(answerJson({ qualificationSearchId: 'sq', location: { id: 'LOC1' } }));
    expect(await setup.octane.qualifications.check({ locationId: 'LOC1' })).toMatchObject({
      qualificationSearchId: 'sq',
    });
  });

  test.each([
    { ...ENVELOPE, response: { orderId: '5' } },
    { errorCode: 'OK', data: { orderId: 5 } },
  ])('a created order: %j', async (json) => {
    setup.server.behave(answerJson(json));
    expect(await setup.octane.orders.create(SUSPEND)).toBe('5');
  });

  test('a created order has its id where the settings say', async () => {
    setup.server.behave(answerJson({ order: { number: 'A1' } }));
    const octane = octaneWith({ createModificationOrder: { id: 'order.number' } });
    expect(await octane.orders.create(SUSPEND)).toBe('A1');
  });

  test('an id that loses digits as a number keeps them', async () => {
    setup.server.behave(answer('{"orderId":1234567890123456789}'));
    expect(await setup.octane.orders.create(SUSPEND)).toBe('1234567890123456789');
  });
});

describe('a confirmation may say nothing', () => {
  test.each([
    ['204', answer('', {}, 204)],
    ['an empty 200', answer('', {}, 200)],
    ['a JSON 200', answerJson({ success: true, message: 'Accepted' })],
    ['a JSON 200 of fields that are not known', answerJson({ note: 'queued' })],
  ])('%s', async (_, behaviour) => {
    setup.server.behave(behaviour);
    await setup.octane.orders.cancel('A1');
    await setup.octane.appointments.book({ orderId: 'A1', slotId: 'S1' });
    await setup.octane.customers.update(CUSTOMER, { customerStatus: 'DIS' });
    await setup.octane.customers.sendWelcomeEmail(CUSTOMER);
    expect(setup.server.calls).toHaveLength(4);
  });
});

describe('a qualification', () => {
  test('may have its install options as objects', async () => {
    const installOptions = [{ option: 'nbn-no-action', fees: [] }, { name: 'nbn-tech' }, { unknown: 1 }];
    setup.server.behave(answerJson({ response: { infrastructures: [{ id: 'NTD1', installOptions }] } }));
    expect(await setup.octane.qualifications.check({ locationId: 'LOC1' })).toMatchObject({
      infrastructures: [{ installOptions: ['nbn-no-action', 'nbn-tech'] }],
    });
  });
});

describe('words can be configured', () => {
  test('the kind and the product of an order', async () => {
    setup.server.behave(answerJson({ orderId: 'A1', orderSubType: 'speed-change', productType: 'Broadband' }));
    const words = { orderSubTypes: { 'Speed Change': 'PlanChange' }, productTypes: { broadband: 'NBN' } } as const;
    expect(await setup.connect({ words }).orders.get('A1')).toMatchObject({
      orderSubType: 'PlanChange',
      productType: 'NBN',
    });
  });

  test('the part of the day of an appointment', async () => {
    const timeslots = [
      { slotId: 'S1', slotType: 'Vormittag' },
      { slotId: 'S2', slotType: 'AFTERNOON' },
    ];
    setup.server.behave(answerJson({ response: { timeslots } }));
    const octane = setup.connect({ words: { slotTypes: { vormittag: 'AM' } } });
    expect(await octane.appointments.timeslots({ orderId: 'A1' })).toEqual({
      timeslots: [
        { slotId: 'S1', slotType: 'AM' },
        { slotId: 'S2', slotType: 'PM' },
      ],
    });
  });
});
