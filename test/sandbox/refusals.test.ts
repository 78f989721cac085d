import { activation, basic, failureOf, setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const CUSTOMER = '/v1/group/123/customer/100001';
const CHANGE = '/v1/service/orders/change';

const change = (custNo: number, subOrderType: string, more: object = {}) => ({
  orderType: 'Change',
  subOrderType,
  service: { custNo, csn: 'nbn-tc4', ...more },
  custReqDate: '2026-03-02T00:00:00Z',
});

async function fieldsOf(...[method, path, body]: Parameters<Setup['wire']>): Promise<string[]> {
  const { httpStatus, text } = await setup.wire(method, path, body);
  const answer = JSON.parse(text) as { success: boolean; errors: { field: string; message: string }[] };
  expect({ httpStatus, success: answer.success }).toEqual({ httpStatus: 200, success: false });
  expect(answer.errors.every(({ message }) => message !== '')).toBe(true);
  return answer.errors.map(({ field }) => field);
}

test.each([
  ['no credentials', {}],
  ['a wrong password', { authorization: basic({ username: 'tester', password: 'wrong' }) }],
])('403 with %s', async (_, headers: Record<string, string>) => {
  const answer = await setup.wire('GET', CUSTOMER, undefined, headers);
  expect(answer.httpStatus).toBe(403);
  expect(answer.text).toContain('Invalid access');
  expect(setup.sandbox.records.calls.of('getCustomer')).toBe(0);
});

test("403 for somebody else's group", async () => {
  expect((await setup.wire('GET', '/v1/group/124/customer/100001')).httpStatus).toBe(403);
});

test('/health needs no credentials', async () => {
  const { origin } = new URL(setup.sandbox.baseUrl);
  expect((await fetch(`${origin}/health`)).status).toBe(200);
});

test.each(['/v1/group/123/customer/1', `${CUSTOMER}/service/9`, '/v1/service/orders/1', '/v1/nothing'])(
  '404 for %s',
  async (path) => {
    const { httpStatus, text } = await setup.wire('GET', path);
    expect([httpStatus, JSON.parse(text)]).toMatchObject([404, { success: false }]);
  },
);

test('what is no JSON, or too long, is no validation error', async () => {
  expect((await setup.wire('POST', CHANGE, '{"orderType')).httpStatus).toBe(400);
  expect((await setup.wire('PATCH', CUSTOMER, { notes: 'x'.repeat(20_000) })).httpStatus).toBe(413);
});

test('a body that breaks the documented rules', async () => {
  expect(await fieldsOf('POST', CHANGE, change(100001, 'Explode'))).toEqual(['subOrderType']);
  expect(await fieldsOf('POST', CHANGE, change(0, 'PlanChange'))).toEqual(['service.custNo', 'service.planNo']);
  expect(await fieldsOf('POST', CHANGE, change(100001, 'Suspend', { planNo: 1002 }))).toEqual(['service']);
  expect(await fieldsOf('POST', CHANGE, [])).toEqual(['body']);
  expect(await fieldsOf('PATCH', CUSTOMER, { customerStatus: 'GONE' })).toEqual(['customerStatus']);
  expect(await fieldsOf('POST', '/v1/group/123/customer', {})).toHaveLength(5);
  expect(await fieldsOf('GET', '/v1/service/orders')).toEqual(['custno']);
});

test('a change that the services do not allow', async () => {
  expect(await fieldsOf('POST', CHANGE, change(123456, 'Suspend'))).toEqual(['service.custNo']);
  expect(await fieldsOf('POST', CHANGE, change(100001, 'PlanChange', { planNo: 9999 }))).toEqual(['service.planNo']);
  expect(await fieldsOf('POST', CHANGE, change(100001, 'PlanChange', { planNo: 1001 }))).toEqual(['service.planNo']);
  for (const subOrderType of ['Unsuspend', 'Unshape'])
    expect(await fieldsOf('POST', CHANGE, change(100001, subOrderType))).toEqual(['service.custNo']);
  for (const subOrderType of ['Shape', 'Suspend', 'Disconnect'] as const) {
    await setup.place({ subOrderType, custNo: 100001 });
    setup.clock.advance('4 h');
    const failure = await failureOf(setup.place({ subOrderType, custNo: 100001 }));
    expect(failure).toMatchObject({ type: 'OctaneRefused', httpStatus: 200 });
  }
});

test('an update merges, and must leave a whole customer', async () => {
  const key = { groupNo: '123', custNo: 100001 };
  const updated = await setup.octane.customers.update(key, {
    customerStatus: 'SUS',
    address: { suburb: 'Elsewhere' },
    contactMedium: [{ contactType: 'PHONE', contactDestination: '0290000000' }],
  });
  expect(updated).toMatchObject({
    customerStatusDesc: 'Suspended',
    address: { addressLine1: '100001 Sample Street', suburb: 'Elsewhere' },
    contactMedium: [{ contactType: 'PHONE' }],
    userModified: 'tester',
  });
  expect(await setup.octane.customers.get(key)).toEqual(updated);
  expect(await fieldsOf('PATCH', CUSTOMER, { contactMedium: [{}] })).toEqual([
    'contactMedium.0.contactType',
    'contactMedium.0.contactDestination',
  ]);
  expect(await fieldsOf('PATCH', CUSTOMER, { customerAgreement: { planNo: 7 } })).toEqual(['customerAgreement.planNo']);
});

describe('an activation', () => {
  const refused = async (locationId: string, changes: Partial<ReturnType<typeof activation>>) => {
    const request = activation(await setup.octane.qualifications.check({ locationId }), 100001);
    const infrastructure = { ...request.infrastructure, ...changes.infrastructure };
    const failure = await failureOf(setup.octane.orders.create({ ...request, ...changes, infrastructure }));
    expect(failure).toMatchObject({ type: 'OctaneRefused', httpStatus: 200 });
    expect(setup.sandbox.records.services(100001)).toHaveLength(1);
    return failure.message;
  };
  const NTD = { infrastructureID: 'NTD380100010998', installOption: 'nbn-no-action' };

  test.each([
    [
      'ids that were never issued',
      { qualification: { remoteOrderId: 'a', qualificationSearchId: 'b', remoteQualificationSearchId: 'c' } },
      'No service qualification',
    ],
    ['another service class', { serviceClass: '2' }, 'serviceClass'],
    ['a plan the group does not sell', { planNo: 9999 }, 'service.planNo'],
    ['an NTD from elsewhere', { infrastructure: { ...NTD, infrastructureID: 'NTD1' } }, 'infrastructureID'],
    ['a port that is not there', { infrastructure: { ...NTD, portID: '5' } }, 'portID'],
    ['a used port', { infrastructure: { ...NTD, portID: '1' } }, 'In use'],
    [
      'an install option that is not offered',
      { infrastructure: { ...NTD, installOption: 'nbn-tech' } },
      'installOption',
    ],
  ])('with %s', async (_, changes, message) => {
    expect(await refused('LOC380100000998', changes)).toContain(message);
  });

  test('that takes over what cannot be taken over', async () => {
    const { octane } = setup;
    const qualification = await octane.qualifications.check({ locationId: 'LOC380100000998' });
    const take = async (subOrderType: 'Transfer' | 'Transition', portID: string, transferWaiverAccepted: boolean) => {
      const infrastructure = { ...NTD, portID, transferWaiverAccepted };
      const request = { ...activation(qualification, 100001), subOrderType, infrastructure };
      return (await failureOf(octane.orders.create(request))).message;
    };
    expect(await take('Transfer', '2', true)).toContain('Not in use');
    expect(await take('Transfer', '1', false)).toContain('transferWaiverAccepted');
    expect(await take('Transition', '1', true)).toContain('no copper line');
  });
});
