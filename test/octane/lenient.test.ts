import { z } from 'zod';
import type { ServiceStatus } from '../../contract/service-condition.ts';
import { lenient, type Lenient } from '../../octane/lenient.ts';
import type { OrderDetail } from '../../octane/order-detail.ts';
import { isNbn, serviceStatusOf } from '../../octane/service-words.ts';
import { Words } from '../../octane/words.ts';
import { answer, answerJson } from './misbehaving-server.ts';
import { CUSTOMER, errorOf, setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const ORDER = {
  orderId: 'A1',
  productType: 'NBN',
  orderType: 'Change',
  orderSubType: 'PlanChange',
  orderStatus: 'In Progress',
  customerDetails: { custno: 100001 },
  service: {
    custNo: 100001,
    lineSeqNo: 1,
    phone_number: 'AVC000000000001',
    usageType: 'NBN',
    subUsageType: 'tc4',
    instance: [{ status: 'Active' }],
  },
};

const get = (): Promise<OrderDetail> => setup.octane.orders.get('A1');

describe('an answer is read leniently', () => {
  test('as it is documented, without a deviation', async () => {
    setup.server.behave(answerJson(ORDER));
    expect(await get()).toEqual(ORDER);
    expect(setup.deviations).toEqual([]);
  });

  test('with fields that are not known, which are left out', async () => {
    setup.server.behave(answerJson({ ...ORDER, appointment: { id: 'APT1' }, service: { ...ORDER.service, avc: 1 } }));
    expect(await get()).toEqual(ORDER);
    expect(setup.deviations).toEqual([]);
  });

  test.each([
    { what: 'a number where text is due', field: { orderId: 12 }, read: { orderId: '12' } },
    {
      what: 'digits where a number is due',
      field: { service: { lineSeqNo: '12' } },
      read: { service: { lineSeqNo: 12 } },
    },
    {
      what: '"True" where a boolean is due',
      field: { sipSettings: { resetCfsPin: 'True' } },
      read: { sipSettings: { resetCfsPin: true } },
    },
    {
      what: '"false" where a boolean is due',
      field: { sipSettings: { resetCfsPin: 'false' } },
      read: { sipSettings: { resetCfsPin: false } },
    },
    { what: 'a word that no list has', field: { productType: 'NBN2' }, read: { productType: 'NBN2' } },
    { what: 'a date in other words', field: { dateAdded: '02-03-2026' }, read: {} },
  ])('with $what', async ({ field, read }) => {
    setup.server.behave(answerJson(field));
    expect(await get()).toEqual(read);
    expect(setup.deviations).not.toEqual([]);
  });

  test.each([
    { what: 'null', field: { orderStatus: null } },
    { what: 'an object where text is due', field: { orderStatus: { code: 1 } } },
    { what: 'a list where text is due', field: { orderStatus: ['Held'] } },
    { what: 'text where an object is due', field: { service: 'none' } },
    { what: 'a list where an object is due', field: { service: [{ lineSeqNo: 1 }] } },
    { what: 'an object where a list is due', field: { orderNotes: { id: '1' } } },
    { what: 'a boolean where text is due', field: { orderId: true } },
  ])('with $what, which counts as missing', async ({ field }) => {
    setup.server.behave(answerJson(field));
    expect(await get()).toEqual({});
  });

  test.each(['many', '', '1e3', '0x10', '9'.repeat(400)])(
    'with "%s" where a number is due, which counts as missing',
    async (lineSeqNo) => {
      setup.server.behave(answerJson({ service: { lineSeqNo } }));
      expect(await get()).toEqual({ service: {} });
    },
  );

  test('with wrong elements in a list, which are left out', async () => {
    setup.server.behave(answerJson([{ lineSeqNo: 1 }, null, 'none', [], { lineSeqNo: 2 }]));
    expect(await setup.octane.services.list(CUSTOMER)).toEqual([{ lineSeqNo: 1 }, { lineSeqNo: 2 }]);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString'])(
    'with a field named %s, which does nothing',
    async (field) => {
      setup.server.behave(
        answer(`{"${field}": {"orderStatus": "Completed"}, "service": {"${field}": {"lineSeqNo": 1}}}`),
      );
      const order = await get();
      expect(order).toEqual({ service: {} });
      expect(order.orderStatus).toBeUndefined();
      expect(order.service?.lineSeqNo).toBeUndefined();
      expect(({} as OrderDetail).orderStatus).toBeUndefined();
    },
  );

  test('with very deep nesting', async () => {
    const deep = `${'['.repeat(45_000)}${']'.repeat(45_000)}`;
    setup.server.behave(answer(`{"orderId": "A1", "orderNotes": ${deep}}`));
    expect(await get()).toEqual({ orderId: 'A1', orderNotes: [] });
  });

  test('with a huge text', async () => {
    setup.server.behave(answerJson({ orderStatus: 'a'.repeat(90_000) }));
    expect((await get()).orderStatus).toHaveLength(255);
  });

  test.each([
    { what: 'a list where an order is due', json: [ORDER], call: () => setup.octane.orders.get('A1') },
    { what: 'an object where a list is due', json: { found: [] }, call: () => setup.octane.services.list(CUSTOMER) },
  ])('but not $what', async ({ json, call }) => {
    setup.server.behave(answerJson(json));
    expect(await errorOf(call())).toMatchObject({ type: 'OctaneUnexpectedAnswer', retryable: true });
  });
});

describe('a list whose form is not documented', () => {
  const LOCATION = { locationId: 'LOC1', address: { suburb: 'Kew' } };
  const OTHERS = { ...ORDER, orderId: 'A2', customerDetails: { custno: 100002 }, service: { custNo: 100002 } };
  const search = () => setup.octane.addresses.search('7 Wattle Grove');

  test.each([
    { what: 'bare', json: [LOCATION] },
    { what: 'under its own name', json: { success: true, locations: [LOCATION] } },
    { what: 'as the response', json: { errorCode: 0, success: true, response: [LOCATION] } },
    { what: 'under its own name in the response', json: { success: 'true', response: { locations: [LOCATION] } } },
  ])('is read $what', async ({ json }) => {
    setup.server.behave(answerJson(json));
    expect(await search()).toEqual([LOCATION]);
    expect(setup.deviations).toEqual([]);
  });

  test.each([
    {},
    { orders: [ORDER] },
    { response: null },
    { response: { response: [LOCATION] } },
    { locations: LOCATION },
  ])('that is not there is no empty list: %j', async (json) => {
    setup.server.behave(answerJson(json));
    expect(await errorOf(search())).toMatchObject({ type: 'OctaneUnexpectedAnswer', outcome: 'unknown' });
  });

  test.each([{ orders: [ORDER, OTHERS] }, { response: [ORDER, OTHERS] }, [ORDER, OTHERS]])(
    "of a customer's orders holds no other customer's: %j",
    async (json) => {
      setup.server.behave(answerJson(json));
      expect(await setup.octane.orders.list({ custNo: 100001 })).toEqual({ orders: [ORDER] });
    },
  );

  test('of orders keeps one that does not say whose it is', async () => {
    setup.server.behave(answerJson([{ orderId: 'A1' }]));
    expect(await setup.octane.orders.list({ custNo: 100001 })).toEqual({ orders: [{ orderId: 'A1' }] });
  });
});

describe('a map of metrics', () => {
  const metricsOf = async (metrics: string) => {
    setup.server.behave(answer(`{"enquiryId": "E1", "status": "Completed", "metrics": ${metrics}}`));
    return (await setup.octane.enquiries.get('E1')).metrics;
  };

  test('is read as it comes, without guessing what a text or a number was meant to be', async () => {
    expect(await metricsOf('{"mode": "VDSL2", "rate": 104.6, "up": true, "id": "12", "flag": "true"}')).toEqual({
      mode: 'VDSL2',
      rate: 104.6,
      up: true,
      id: '12',
      flag: 'true',
    });
    expect(setup.deviations).toEqual([]);
  });

  test('leaves out what is neither text nor number nor boolean, and reports it', async () => {
    expect(await metricsOf('{"rate": 1, "nothing": null, "list": [1], "deep": {"a": 1}}')).toEqual({ rate: 1 });
    expect(setup.deviations.map(({ path }) => path)).toEqual(['metrics.nothing', 'metrics.list', 'metrics.deep']);
  });

  test('may have fields of any name', async () => {
    const metrics = await metricsOf('{"__proto__": {"rate": 1}, "constructor": "x", "toString": 1}');
    expect(metrics).toEqual({ constructor: 'x', toString: 1 });
    expect(Object.getPrototypeOf(metrics)).toBe(Object.prototype);
  });

  test.each(['null', '[]', '"none"'])('that is %s counts as missing', async (metrics) => {
    expect(await metricsOf(metrics)).toBeUndefined();
  });
});

describe('what contradicts the documentation', () => {
  test('is reported with its place, and without a value', async () => {
    const name = 'Jane Citizen';
    setup.server.behave(
      answerJson({
        ...ORDER,
        productType: name,
        orderContact: { contactEmail: name },
        orderNotes: [{ id: '1' }, { id: 7 }, name],
      }),
    );
    await get();
    expect(setup.deviations.map(({ operation, path }) => `${operation} ${path}`)).toEqual([
      'getOrder productType',
      'getOrder orderContact.contactEmail',
      'getOrder orderNotes[].id',
      'getOrder orderNotes[]',
    ]);
    expect(JSON.stringify(setup.deviations)).not.toContain(name);
  });

  test('is reported once for each place, however often it comes', async () => {
    setup.server.behave(answerJson({ ...ORDER, orderNotes: [{ id: 1 }, { id: 2 }, { id: 3 }] }));
    await get();
    await get();
    expect(setup.deviations).toHaveLength(1);
  });

  test('is reported again by a client that was made later, such as that of the next worker', async () => {
    setup.server.behave(answerJson({ ...ORDER, orderId: 1 }));
    await get();
    await setup.connect({}).orders.get('A1');
    expect(setup.deviations).toHaveLength(2);
  });

  test('includes the required fields that are missing', async () => {
    setup.server.behave(answerJson({}));
    await get();
    expect(setup.deviations.map(({ path }) => path)).toEqual([
      'productType',
      'orderType',
      'orderSubType',
      'customerDetails',
      'service',
    ]);
  });
});

describe('a service', () => {
  test.each<[string | undefined, ServiceStatus]>([
    ['Active', 'active'],
    ['ACT', 'active'],
    ['Suspended', 'suspended'],
    ['dis', 'disconnected'],
    ['Terminated', 'disconnected'],
    ['Pending', 'other'],
    ['constructor', 'other'],
    ['__proto__', 'other'],
    [undefined, 'other'],
  ])('whose latest instance has the status %s is %s', (status, expected) => {
    expect(serviceStatusOf({ instance: [{ status: 'Active' }, { status }] }, new Words())).toBe(expected);
  });

  test('without an instance has no status that an order could rely on', () => {
    expect(serviceStatusOf({}, new Words())).toBe('other');
    expect(serviceStatusOf({ instance: [] }, new Words())).toBe('other');
  });

  test('is one of nbn by its block or by its usage type', () => {
    expect(isNbn({ nbnService: {} }, new Words())).toBe(true);
    expect(isNbn({ usageType: 'nbn' }, new Words())).toBe(true);
    expect(isNbn({ usageType: 'MOBILE' }, new Words())).toBe(false);
  });
});

/** True when each of the two types can stand for the other. */
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

describe('the type of a lenient reading', () => {
  test('makes every field optional, and opens every list of words', () => {
    const schema = z.object({
      text: z.string(),
      word: z.enum(['A', 'B']).nullable(),
      number: z.literal([1, 2]),
      flag: z.boolean().optional(),
      list: z.array(z.object({ id: z.number() })),
      map: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    });
    const same: Same<
      Lenient<z.output<typeof schema>>,
      {
        text?: string | undefined;
        word?: string | undefined;
        number?: number | undefined;
        flag?: boolean | undefined;
        list?: { id?: number | undefined }[] | undefined;
        map?: Record<string, string | number | boolean> | undefined;
      }
    > = true;
    expect(same).toBe(true);
    expect(lenient(schema).parse({ word: 'C', number: '3', list: [{}, 1] })).toEqual({
      word: 'C',
      number: 3,
      list: [{}],
    });
  });

  test('refuses to derive a reading from a kind of schema it does not know', () => {
    expect(() => lenient(z.object({ when: z.date() }))).toThrow('date');
    expect(() => lenient(z.union([z.string(), z.object({})]))).toThrow('union');
  });
});
