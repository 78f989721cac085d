import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { NewCustomer } from '../../octane/customers.ts';
import { FAULT_KINDS, faultScenario } from '../../sandbox/faults/scenario.ts';
import { eventually } from '../eventually.ts';
import { basic, CREDENTIALS, failureOf, setUp, type Setup } from './setup.ts';

type FaultScenario = z.input<typeof faultScenario>;
type Rule = NonNullable<FaultScenario['rules']>[number];

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const order = (...rules: Rule[]) => {
  setup.sandbox.faults.set({ rules });
};
const CUST_NO = 100001;
const planChange = (custNo = CUST_NO) => setup.place({ subOrderType: 'PlanChange', custNo, planNo: 1002 });
const stored = () => setup.sandbox.records.orders().length;
const calls = () => setup.sandbox.records.calls.of('createModificationOrder', { custNo: CUST_NO });

const LOST = { type: 'OctaneUnavailable', outcome: 'unknown' };
const NOT_UNDERSTOOD = { type: 'OctaneUnexpectedAnswer', outcome: 'unknown', httpStatus: 200 };
const refusedWith = (httpStatus: number) => ({ httpStatus, outcome: 'refused' });
const failedWith = (httpStatus: number) => ({ httpStatus, ...LOST });

test.each<[Rule, object]>([
  [{ fault: 'reset' }, LOST],
  [
    { fault: 'status', httpStatus: 302 },
    { httpStatus: 302, outcome: 'unknown' },
  ],
  [{ fault: 'status', httpStatus: 401 }, refusedWith(401)],
  [{ fault: 'status', httpStatus: 403 }, refusedWith(403)],
  [
    { fault: 'status', httpStatus: 429 },
    { ...refusedWith(429), retryAfter: undefined },
  ],
  [
    { fault: 'status', httpStatus: 429, retryAfter: '7' },
    { ...refusedWith(429), retryAfter: 7000 },
  ],
  [{ fault: 'status', httpStatus: 500 }, failedWith(500)],
  [{ fault: 'status', httpStatus: 502 }, failedWith(502)],
  [{ fault: 'status', httpStatus: 503 }, failedWith(503)],
  [{ fault: 'status', httpStatus: 504 }, failedWith(504)],
  [{ fault: 'webPage' }, NOT_UNDERSTOOD],
  [{ fault: 'notJson' }, NOT_UNDERSTOOD],
  [{ fault: 'notUtf8' }, NOT_UNDERSTOOD],
  [{ fault: 'answer', body: '' }, NOT_UNDERSTOOD],
])('%j comes before the order is stored, or after it', async (rule, failure) => {
  setup.sandbox.faults.set({
    rules: [
      { ...rule, when: 'before', calls: 1 },
      { ...rule, when: 'after', calls: 1 },
    ] as Rule[],
  });
  expect(await failureOf(planChange())).toMatchObject(failure);
  expect([stored(), calls()]).toEqual([0, 1]);
  expect(await failureOf(planChange())).toMatchObject(failure);
  expect([stored(), calls()]).toEqual([1, 2]);
  await planChange(100002);
  expect(stored()).toBe(2);
});

test('half an answer comes after the order is stored', async () => {
  order({ fault: 'half' });
  expect(await failureOf(planChange())).toMatchObject(NOT_UNDERSTOOD);
  expect(stored()).toBe(1);
});

test('a wrong content type leaves the body as it is', async () => {
  order({ fault: 'wrongContentType' });
  expect(await planChange()).toBe('5000001');
});

test('a call that arrives twice is done twice, and the second answer arrives', async () => {
  order({ fault: 'twice', operations: ['createEnquiry'] });
  const request = { enquiryType: 'ServiceHealthCheck', custNo: CUST_NO, lineSeqNo: 1 } as const;
  expect(await setup.octane.enquiries.create(request)).toBe('7000002');
  expect(setup.sandbox.records.enquiry('7000001')).toBeDefined();
});

const until = (so: () => boolean) => eventually(() => Promise.resolve(so() || undefined));

/** Gives the call up as soon as the fault has hit it. */
async function giveUp(rule: Rule): Promise<void> {
  order(rule);
  const caller = new AbortController();
  const request = { subOrderType: 'Suspend', custNo: CUST_NO, custReqDate: setup.clock.in('0 s') } as const;
  const call = setup.octane.orders.create(request, caller.signal);
  await until(() => setup.sandbox.faults.log.length === 1);
  caller.abort();
  await expect(call).rejects.toThrow('aborted');
}

test('a call that hangs is never answered, whether it is done or not', async () => {
  await giveUp({ fault: 'hang' });
  expect(stored()).toBe(0);
  await giveUp({ fault: 'hang', when: 'after' });
  await until(() => stored() === 1);
});

test('a deferred call is carried out after its delay, and its answer is lost', async () => {
  const before = setup.clock.in('0 s');
  order({ fault: 'deferred', delaySeconds: 9, operations: ['addCustomer'] });
  const customer: NewCustomer = {
    customerStatus: 'ACT',
    customerIdentity: { customerType: 'R', customerSurname: 'Person' },
    address: { addressLine1: '1 Sample Street', suburb: 'Sampleton', state: 'VIC', postcode: '3999' },
    contactMedium: [],
    settings: { language: 'EN', altCustId: 'CRM-1' },
  };
  const added = async () =>
    (await setup.octane.customers.list('123', { fromDate: before })).customers.map(({ settings, dateAdded }) => [
      settings?.altCustId,
      dateAdded,
    ]);
  expect(await failureOf(setup.octane.customers.add('123', customer))).toMatchObject(LOST);
  setup.clock.advance('8 s');
  expect(await added()).toEqual([]);
  setup.clock.advance('1 s');
  expect(await added()).toEqual([['CRM-1', '2026-03-02T00:00:09.000Z']]);
});

test('the order of a deferred call moves on from the time at which it was carried out', async () => {
  order({ fault: 'deferred', delaySeconds: 3600 });
  expect(await failureOf(planChange())).toMatchObject(LOST);
  setup.sandbox.faults.clear();
  setup.clock.advance('210 min');
  expect(await setup.octane.orders.get('5000001')).toMatchObject({
    dateAdded: '2026-03-02T01:00:00.000Z',
    orderStatus: 'In Progress',
  });
  setup.clock.advance('30 min');
  expect(await setup.octane.orders.get('5000001')).toMatchObject({
    dateModified: '2026-03-02T04:00:00.000Z',
    orderStatus: 'Completed',
  });
});

test('a late answer comes after its delay', async () => {
  order({ fault: 'late', delay: 20, when: 'after' });
  expect(await planChange()).toBe('5000001');
});

test('a call that arrives late is done after its caller gave it up', async () => {
  await giveUp({ fault: 'late', delay: 50, when: 'before' });
  await until(() => stored() === 1);
});

describe('a rule', () => {
  test('is for its operations and its customer only, also by the number of an order', async () => {
    const orderId = await planChange();
    const others = await planChange(100002);
    order({ fault: 'status', httpStatus: 503, operations: ['getOrder', 'listOrders'], custNo: CUST_NO });
    await failureOf(setup.octane.orders.get(orderId));
    await failureOf(setup.octane.orders.list({ custNo: CUST_NO }));
    await setup.octane.orders.get(others);
    await setup.octane.services.list({ groupNo: '123', custNo: CUST_NO });
    expect(setup.sandbox.faults.log).toEqual([
      expect.objectContaining({ operation: 'getOrder', custNo: CUST_NO, fault: 'status', when: 'before', rule: 0 }),
      expect.objectContaining({ operation: 'listOrders' }),
    ]);
  });

  test('is for one order only, and for a time', async () => {
    const [orderId, another] = [await planChange(), await planChange(100002)];
    order({ fault: 'status', httpStatus: 404, operations: ['getOrder'], orderId, durationSeconds: 60 });
    setup.clock.advance('1 h');
    await setup.octane.orders.get(another);
    expect(await failureOf(setup.octane.orders.get(orderId))).toMatchObject({ httpStatus: 404 });
    setup.clock.advance('59 s');
    expect(await failureOf(setup.octane.orders.get(orderId))).toMatchObject({ httpStatus: 404 });
    setup.clock.advance('1 s');
    await setup.octane.orders.get(orderId);
    expect(setup.sandbox.faults.log).toMatchObject([{ orderId }, { orderId }]);
  });

  test('holds until it is cleared, and its log longer', async () => {
    order({ fault: 'status', httpStatus: 401 });
    for (let call = 0; call < 3; call++) await failureOf(setup.octane.plans.list('123'));
    setup.sandbox.faults.clear();
    await setup.octane.plans.list('123');
    expect(setup.sandbox.faults.log).toHaveLength(3);
  });

  test('gives way to the next one when it has hit its calls', async () => {
    order({ fault: 'status', httpStatus: 500, calls: 1 }, { fault: 'status', httpStatus: 503, calls: 1 });
    expect(await failureOf(setup.octane.plans.list('123'))).toMatchObject({ httpStatus: 500 });
    expect(await failureOf(setup.octane.plans.list('123'))).toMatchObject({ httpStatus: 503 });
    await setup.octane.plans.list('123');
  });

  test('with a probability hits the same calls under the same seed', async () => {
    const hits = async (seed: number): Promise<boolean[]> => {
      setup.sandbox.faults.set({
        seed,
        rules: [{ fault: 'status', httpStatus: 503, operations: ['listPlans'], probability: 0.5 }],
      });
      const failed: boolean[] = [];
      for (let call = 0; call < 40; call++) {
        failed.push((await setup.wire('GET', '/v1/group/123/plan')).httpStatus === 503);
        // Calls of other operations make no difference.
        if (seed === 2) await setup.wire('GET', '/v1/group/123/customer/100001');
      }
      return failed;
    };
    const first = await hits(2);
    expect(await hits(2)).toEqual(first);
    expect(await hits(3)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([true, false]));
  });
});

test('an order is listed only after the delay, while it can be read at once', async () => {
  setup.sandbox.faults.set({ orderListDelay: 60 });
  const orderId = await planChange();
  await setup.octane.orders.get(orderId);
  setup.clock.advance('59 s');
  expect(await setup.octane.orders.list({ custNo: CUST_NO })).toEqual({ orders: [] });
  setup.clock.advance('1 s');
  expect((await setup.octane.orders.list({ custNo: CUST_NO })).orders).toHaveLength(1);
});

describe('over HTTP', () => {
  const control = async (method: string, path: string, body?: unknown, credentials = CREDENTIALS) => {
    const response = await fetch(setup.sandbox.controlUrl + path, {
      method,
      headers: { authorization: basic(credentials), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { httpStatus: response.status, json: await response.json() };
  };

  test('faults are set, read and cleared', async () => {
    const rules = [{ fault: 'status', httpStatus: 503, operations: ['listPlans'] }];
    const set = await control('PUT', '/faults', { seed: 7, rules });
    expect(set).toMatchObject({ httpStatus: 200, json: { seed: 7, orderListDelay: 0, log: [] } });
    await failureOf(setup.octane.plans.list('123'));
    expect((await control('GET', '/faults')).json).toMatchObject({
      rules: [{ fault: 'status', httpStatus: 503, when: 'before', probability: 1 }],
      log: [{ at: '2026-03-02T00:00:00.000Z', operation: 'listPlans', fault: 'status', when: 'before', rule: 0 }],
    });
    expect((await control('DELETE', '/faults')).json).toMatchObject({ rules: [], log: [{ rule: 0 }] });
    await setup.octane.plans.list('123');
  });

  test.each([
    [{ rules: [{ fault: 'earthquake' }] }, 'rules.0.fault'],
    [{ rules: [{ fault: 'reset', operations: ['makeCoffee'] }] }, 'rules.0.operations.0'],
    [{ rules: [{ fault: 'half', when: 'before' }] }, 'rules.0'],
    [{ rules: [{ fault: 'late' }] }, 'rules.0.delay'],
    [{ rules: [{ fault: 'reset', probability: 2 }] }, 'rules.0.probability'],
    [
      { rules: [{ fault: 'rewrite', dates: { dateAdded: { format: 'D', zone: 'Sydney' } } }] },
      'rules.0.dates.dateAdded.zone',
    ],
    [{ rule: [] }, 'body'],
    [[], 'body'],
  ])('%j is refused, and what was ordered before stays', async (orders, field) => {
    order({ fault: 'reset', calls: 5 });
    const refused = await control('PUT', '/faults', orders);
    expect(refused).toMatchObject({ httpStatus: 400, json: { errors: [{ field, message: expect.any(String) }] } });
    expect(setup.sandbox.faults.scenario.rules).toMatchObject([{ fault: 'reset', calls: 5 }]);
  });

  test('the orders are listed without anything personal', async () => {
    const orderId = await planChange();
    setup.clock.advance('3 h');
    expect(await control('GET', '/orders')).toEqual({
      httpStatus: 200,
      json: [
        {
          orderId,
          custNo: CUST_NO,
          orderType: 'Change',
          orderSubType: 'PlanChange',
          placedAt: '2026-03-02T00:00:00.000Z',
          orderStatus: 'Completed',
          lineSeqNo: 1,
          locationId: expect.stringMatching(/^LOC\d{12}$/),
          planNo: 1002,
        },
      ],
    });
  });

  test('nothing is done without the credentials', async () => {
    const wrong = { ...CREDENTIALS, password: 'wrong' };
    expect((await control('PUT', '/faults', { rules: [{ fault: 'reset' }] }, wrong)).httpStatus).toBe(403);
    expect((await control('GET', '/orders', undefined, wrong)).httpStatus).toBe(403);
    expect(setup.sandbox.faults.scenario.rules).toEqual([]);
  });
});

async function manualOfFaults(): Promise<string> {
  const manual = await readFile(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
  const [, section = ''] = manual.split('\n## Faults\n');
  return section.split('\n## ')[0] ?? '';
}

test('the scenarios that docs/sandbox.md shows are accepted', async () => {
  const scenarios = [...(await manualOfFaults()).matchAll(/`(\{[^`]+\})`/g)].map(([, json = '']) => json);
  expect(scenarios.length).toBeGreaterThan(5);
  for (const scenario of scenarios) expect(() => faultScenario.parse(JSON.parse(scenario))).not.toThrow();
});

test('docs/sandbox.md lists every fault with its fields', async () => {
  const rows = [...(await manualOfFaults()).matchAll(/^\| `(\w+)` +\| ([^|]*?) +\|/gm)];
  expect(
    rows.map(([, fault, fields = '']) => [fault, [...fields.matchAll(/`(\w+)`/g)].map(([, name]) => name)]),
  ).toEqual(FAULT_KINDS.map(({ fault, fields }) => [fault, fields]));
});
