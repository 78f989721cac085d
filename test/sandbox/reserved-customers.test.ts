import { readFile } from 'node:fs/promises';
import type { StringValue } from 'ms';
import { STATUS_ROWS, orderStateOf } from '../../octane/statuses.ts';
import { RESERVED_CUSTOMERS } from '../../sandbox/reserved-customers.ts';
import { activation, failureOf, setUp, words, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const planChange = (custNo: number): Promise<string> =>
  setup.place({ subOrderType: 'PlanChange', custNo, planNo: 1002 });
const order = (orderId: string) => setup.octane.orders.get(orderId);
const planOf = async (custNo: number) =>
  (await setup.octane.services.get({ groupNo: '123', custNo, lineSeqNo: 1 })).serviceAgreement?.planNo;

test.each([
  [990001, 'Rejected', 'Insufficient NTD capacity'],
  [990011, 'Cancelled', 'Cancelled by the provider'],
  [990012, 'Failed', 'Provisioning failed'],
])('%i ends %s after 6 hours, without effect', async (custNo, orderStatus, orderReason) => {
  const orderId = await planChange(custNo);
  setup.clock.advance('5 h');
  expect(words(await order(orderId))).toBe('In Progress');
  setup.clock.advance('1 h');
  expect(await order(orderId)).toMatchObject({ orderStatus, orderReason });
  expect(await planOf(custNo)).toBe(1001);
});

interface Course {
  custNo: number;
  /** How long after the step before, and what the order shows then. */
  steps: [StringValue, string][];
}

test.each<Course>([
  {
    custNo: 990002,
    steps: [
      ['1 h', 'In Progress'],
      ['1 h', 'In Progress / Held'],
      ['7 d', 'In Progress'],
      ['6 h', 'Completed'],
    ],
  },
  {
    custNo: 990003,
    steps: [
      ['23 h', 'Acknowledged'],
      ['1 h', 'In Progress / Acknowledged'],
      ['29 d', 'In Progress / In Progress'],
      ['59 d', 'In Progress / In Progress'],
      ['1 d', 'Completed'],
    ],
  },
  {
    custNo: 990004,
    steps: [
      ['59 min', 'Acknowledged'],
      ['1 min', 'Zigzagging'],
      ['4 h', 'Completed'],
    ],
  },
])('$custNo goes its own way', async ({ custNo, steps }) => {
  const orderId = await planChange(custNo);
  for (const [duration, expected] of steps) {
    setup.clock.advance(duration);
    expect(words(await order(orderId))).toBe(expected);
  }
  expect(await planOf(custNo)).toBe(1002);
});

test('Zigzagging is not mapped', () => {
  expect(orderStateOf({ orderStatus: 'Zigzagging' }, STATUS_ROWS)).toBe('unknown');
});

test.each([
  [990005, { outcome: 'unknown', type: 'OctaneUnavailable' }],
  [990019, { outcome: 'unknown', type: 'OctaneUnexpectedAnswer', httpStatus: 200 }],
])('%i stores the order, but its answer does not arrive whole', async (custNo, failure) => {
  expect(await failureOf(planChange(custNo))).toMatchObject(failure);
  const [stored, ...others] = (await setup.octane.orders.list({ custNo })).orders;
  expect(stored).toMatchObject({ orderStatus: 'Acknowledged', orderSubType: 'PlanChange' });
  expect(others).toEqual([]);
});

test.each([
  [990006, { outcome: 'refused', type: 'OctaneUnauthorized', httpStatus: 403 }],
  [990008, { outcome: 'refused', type: 'OctaneRefused', httpStatus: 200 }],
  [990009, { outcome: 'unknown', type: 'OctaneUnexpectedAnswer', httpStatus: 200 }],
  [990010, { outcome: 'unknown', type: 'OctaneUnavailable', httpStatus: undefined }],
  [990016, { outcome: 'unknown', type: 'OctaneUnavailable', httpStatus: 500 }],
  [990018, { outcome: 'refused', type: 'OctaneRefused', httpStatus: 200 }],
])('%i stores nothing', async (custNo, failure) => {
  expect(await failureOf(planChange(custNo))).toMatchObject(failure);
  expect(setup.sandbox.records.orders()).toEqual([]);
  expect(await setup.octane.orders.list({ custNo })).toEqual({ orders: [] });
});

test('990007 cannot be read for 2 hours', async () => {
  const orderId = await planChange(990007);
  setup.clock.advance('119 min');
  expect(await failureOf(order(orderId))).toMatchObject({ httpStatus: 503, retryable: true });
  setup.clock.advance('1 min');
  expect(words(await order(orderId))).toBe('In Progress');
});

test('990013 completes without effect', async () => {
  const orderId = await planChange(990013);
  setup.clock.advance('3 h');
  expect(words(await order(orderId))).toBe('Completed');
  expect(await planOf(990013)).toBe(1001);
});

test('990014 has two active services, and a change is for the first', async () => {
  const services = await setup.octane.services.list({ groupNo: '123', custNo: 990014 });
  expect(services.map(({ lineSeqNo, instance }) => [lineSeqNo, instance?.[0]?.status])).toEqual([
    [1, 'Active'],
    [2, 'Active'],
  ]);
  expect((await order(await planChange(990014))).service?.lineSeqNo).toBe(1);
});

test('990015 gets no welcome email', async () => {
  const failure = await failureOf(setup.octane.customers.sendWelcomeEmail({ groupNo: '123', custNo: 990015 }));
  expect(failure).toMatchObject({ type: 'OctaneRefused', httpStatus: 200 });
});

test('990017 asks twice for fewer calls', async () => {
  for (let call = 0; call < 2; call++)
    expect(await failureOf(planChange(990017))).toMatchObject({
      httpStatus: 429,
      retryAfter: 2000,
      outcome: 'refused',
    });
  expect(await planChange(990017)).toBe('5000001');
});

test('990024 has its first order rejected, and the next one completed', async () => {
  const place = async () => {
    const qualification = await setup.octane.qualifications.check({ locationId: 'LOC380100000995' });
    const orderId = await setup.octane.orders.create(activation(qualification, 990024));
    setup.clock.advance('8 h');
    return order(orderId);
  };
  expect(await place()).toMatchObject({ orderStatus: 'Rejected', orderReason: 'transfer AVC recently disconnected' });
  expect(await place()).toMatchObject({ orderStatus: 'Completed' });
});

test('990025 can be activated, but not upgraded', async () => {
  const qualification = await setup.octane.qualifications.check({ locationId: 'LOC380100000995' });
  const activated = await setup.octane.orders.create(activation(qualification, 990025));
  const upgraded = await setup.place({ subOrderType: 'PlanChange', custNo: 990025, planNo: 1005 });
  setup.clock.advance('8 h');
  expect(words(await order(activated))).toBe('Completed');
  expect(words(await order(upgraded))).toBe('Failed');
  expect(await planOf(990025)).toBe(1001);
});

test.each([
  [990026, 'Unsuspend', { status: 'Suspended' }],
  [990027, 'Unshape', { status: 'Active', statusExtra: 'Shaped' }],
] as const)('%i begins with a service to %s', async (custNo, subOrderType, instance) => {
  const latest = async () =>
    (await setup.octane.services.get({ groupNo: '123', custNo, lineSeqNo: 1 })).instance?.at(-1);
  expect(await latest()).toMatchObject(instance);
  await setup.place({ subOrderType, custNo });
  setup.clock.advance('3 h');
  expect(await latest()).toMatchObject({ status: 'Active' });
  expect(await latest()).not.toHaveProperty('statusExtra');
});

test('docs/sandbox.md lists every reserved customer with its name', async () => {
  const manual = await readFile(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
  for (const { custNo, name } of RESERVED_CUSTOMERS)
    expect(manual).toMatch(new RegExp(`^\\| ${custNo} +\\| ${name} +\\|`, 'm'));
  expect(new Set(RESERVED_CUSTOMERS.map(({ custNo }) => custNo)).size).toBe(RESERVED_CUSTOMERS.length);
});
