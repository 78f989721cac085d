import type { CustomerUpdate, NewCustomer } from '../../octane/customers.ts';
import type { EnquiryRequest } from '../../octane/enquiries.ts';
import type { OrderRequest } from '../../octane/orders.ts';
import { answerJson } from './misbehaving-server.ts';
import { ACTIVATION, CUST_REQ_DATE, CUSTOMER, errorOf, setUp, SUSPEND, type Setup } from './setup.ts';

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());
beforeEach(() => {
  setup.server.behave(answerJson({ orderId: 'A1', success: true }));
});

/** `{a: {b: value}}` for `a.b`; a step that is a number makes a list. */
function nested(path: string, value: unknown): unknown {
  return path.split('.').reduceRight<unknown>((inner, step) => (step === '0' ? [inner] : { [step]: inner }), value);
}

/** A copy of `value` in which `path` is something else; undefined takes it out. */
function changed<T extends object>(value: T, path: string, change: unknown): T {
  const copy = structuredClone(value);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const owner = steps.reduce((inner, step) => inner[step] as Record<string, unknown>, copy as Record<string, unknown>);
  if (change === undefined) Reflect.deleteProperty(owner, last);
  else owner[last] = change;
  return copy;
}

async function expectNotSent(call: Promise<unknown>, field: string): Promise<void> {
  const error = await errorOf(call);
  expect(error).toMatchObject({ type: 'OctaneRefused', outcome: 'refused', retryable: false });
  expect(error.message).toContain(` ${field}: `);
  expect(setup.server.calls).toHaveLength(0);
}

const update = (path: string, value: unknown) =>
  setup.octane.customers.update(CUSTOMER, nested(path, value) as CustomerUpdate);

const sentBody = () => JSON.parse(setup.server.calls[0]?.body ?? 'null') as unknown;

describe('an update of a customer', () => {
  test.each([
    ['customerStatus', 'ACTIVE'],
    ['notes', 1],
    ['customerIdentity.customerType', 'X'],
    ['customerIdentity.company', ''],
    ['customerIdentity.abn', '1'.repeat(15)],
    ['customerIdentity.acn', '1'.repeat(12)],
    ['customerIdentity.customerSalutation', 'SIR'],
    ['customerIdentity.customerGivenNames', ''],
    ['customerIdentity.customerSurname', ''],
    ['creditProfile.customerCreditStatus', 1],
    ['address.addressLine1', ''],
    ['address.suburb', ''],
    ['address.state', ''],
    ['address.postcode', ''],
    ['address.countryCode', 'NZ'],
    ['contactMedium.0.contactType', 'ALT_EMAIL'],
    ['customerAgreement.planNo', 1.5],
    ['customerAgreement.contractTerm', '12'],
    ['settings.language', 'FR'],
    ['settings.currency', 'NZD'],
    ['settings.portalAccess', 'true'],
    ['settings.expectedCallSpend', '1'],
    ['settings.accountManager', 'A'],
    ['settings.accountManager', 'ABC'],
    ['relatedParty.0.type', 'Friend'],
    ['relatedParty.0.id', 1.5],
    ['authorisedPerson.authMobile', ''],
    ['authorisedPerson.authMobile', '0'.repeat(11)],
    ['authorisedPerson.highRisk', 'no'],
  ])('with a wrong %s (%j) is not sent', async (path, value) => {
    await expectNotSent(update(path, value), path);
  });

  test.each([
    'surprise',
    'customerIdentity.surprise',
    'address.surprise',
    'contactMedium.0.surprise',
    'settings.surprise',
    'authorisedPerson.surprise',
  ])('with a field that Octane does not document (%s) is not sent', async (path) => {
    const error = await errorOf(update(path, 'value-to-hide'));
    expect(error).toMatchObject({ type: 'OctaneRefused', outcome: 'refused' });
    expect(error.message).toContain('"surprise"');
    expect(error.message).not.toContain('value-to-hide');
    expect(setup.server.calls).toHaveLength(0);
  });

  test.each([
    ['customerStatus', ['ACT', 'SUS', 'TER', 'DIS']],
    ['customerIdentity.customerType', ['B', 'R']],
    ['customerIdentity.customerSalutation', ['MR', 'MRS', 'MISS', 'MS', 'DR', 'MSTR']],
    ['customerIdentity.company', ['C']],
    ['customerIdentity.abn', ['', '1'.repeat(14)]],
    ['customerIdentity.acn', ['', '1'.repeat(11)]],
    ['contactMedium.0.contactType', ['PHONE', 'MOBILE', 'FAX', 'EMAIL']],
    ['relatedParty.0.type', ['Agent', 'LinkedCustomer']],
    ['settings.accountManager', ['AB']],
    ['authorisedPerson.authMobile', ['0', '0'.repeat(10)]],
    ['notes', ['']],
  ])('may set %s to each of %j', async (path, values) => {
    for (const value of values) await update(path, value);
    expect(setup.server.calls.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      values.map((value) => nested(path, value)),
    );
  });

  test('sends nothing but what changes', async () => {
    await update('customerStatus', 'DIS');
    expect(setup.server.calls).toMatchObject([{ method: 'PATCH', path: '/tiab/api/v1/group/123/customer/100001' }]);
    expect(sentBody()).toEqual({ customerStatus: 'DIS' });
  });

  test('names every wrong field at once', async () => {
    const wrong = { customerStatus: 'ACTIVE', address: { postcode: '' } } as unknown as CustomerUpdate;
    const { message } = await errorOf(setup.octane.customers.update(CUSTOMER, wrong));
    expect(message).toMatch(/customerStatus: .*; address\.postcode: /);
  });
});

describe('a new customer', () => {
  const customer: NewCustomer = {
    customerStatus: 'ACT',
    customerIdentity: { customerSurname: 'Citizen' },
    address: { addressLine1: '7 Wattle Grove', suburb: 'Kew', state: 'VIC', postcode: '3101' },
    contactMedium: [{ contactType: 'EMAIL', contactDestination: 'jane@example.com' }],
    settings: { language: 'EN' },
  };

  test.each(['customerStatus', 'customerIdentity', 'address', 'contactMedium', 'settings'])(
    'without %s is not sent',
    async (field) => {
      await expectNotSent(setup.octane.customers.add('123', changed(customer, field, undefined)), field);
    },
  );

  test('is sent as it is', async () => {
    setup.server.behave(answerJson({ custNo: 100007 }));
    await setup.octane.customers.add('123', customer);
    expect(setup.server.calls).toMatchObject([{ method: 'POST', path: '/tiab/api/v1/group/123/customer' }]);
    expect(sentBody()).toEqual(customer);
  });
});

describe('a welcome email', () => {
  test('is asked for with an empty object', async () => {
    await setup.octane.customers.sendWelcomeEmail(CUSTOMER);
    expect(setup.server.calls).toMatchObject([
      { method: 'POST', path: '/tiab/api/v1/group/123/customer/100001/send-welcome-email', body: '{}' },
    ]);
  });
});

describe('a service qualification', () => {
  test('without a location is not sent', async () => {
    await expectNotSent(setup.octane.qualifications.check({ locationId: '' }), 'locationId');
  });

  test.each([
    { request: { locationId: 'LOC1' }, body: { productSelection: 'nbn', locationId: 'LOC1' } },
    { request: { locationId: 'LOC1', csn: '03' }, body: { productSelection: 'nbn', locationId: 'LOC1', csn: '03' } },
  ])('asks for nbn: $body', async ({ request, body }) => {
    setup.server.behave(answerJson({ success: true, response: {} }));
    await setup.octane.qualifications.check(request);
    expect(setup.server.calls).toMatchObject([{ method: 'POST', path: '/tiab/api/v1/qualification/check' }]);
    expect(sentBody()).toEqual(body);
  });
});

describe('a query', () => {
  beforeEach(() => {
    setup.server.behave(answerJson([]));
  });

  test.each(['', '  ', 'x'.repeat(201)])('for the address "%s" is not sent', async (address) => {
    await expectNotSent(setup.octane.addresses.search(address), 'address');
  });

  test.each(['2 March', '2026-02-30', '02-03-2026'])('for timeslots from "%s" is not sent', async (dateFrom) => {
    await expectNotSent(setup.octane.appointments.timeslots({ orderId: 'A1', dateFrom }), 'dateFrom');
  });

  test('for customers since no date is not sent', async () => {
    await expectNotSent(setup.octane.customers.list('123', { fromDate: '2026-03-02' }), 'fromDate');
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'an address',
      () => setup.octane.addresses.search('7 Wattle Gr & Co'),
      '/v1/address/search?address=7+Wattle+Gr+%26+Co',
    ],
    ['orders', () => setup.octane.orders.list({ custNo: 100001 }), '/v1/service/orders?custno=100001'],
    ['customers', () => setup.octane.customers.list('123'), '/v1/group/123/customer'],
    [
      'customers since',
      () => setup.octane.customers.list('123', { fromDate: CUST_REQ_DATE }),
      '/v1/group/123/customer?fromDate=2026-03-02T09%3A00%3A00Z',
    ],
    [
      'available tests',
      () => setup.octane.enquiries.availableTests({ custNo: 100001, lineSeqNo: 2 }),
      '/v1/enquiry/available-tests?custno=100001&lineseqno=2',
    ],
  ])('for %s names what it is about', async (_, call, path) => {
    await call();
    expect(setup.server.calls).toMatchObject([{ method: 'GET', path: `/tiab/api${path}`, body: '' }]);
  });

  test.each([
    { dateFrom: undefined, query: '' },
    { dateFrom: '2026-03-02', query: '?dateFrom=2026-03-02' },
    { dateFrom: CUST_REQ_DATE, query: '?dateFrom=2026-03-02T09%3A00%3A00Z' },
  ])('for timeslots from $dateFrom', async ({ dateFrom, query }) => {
    setup.server.behave(answerJson({ timeslots: [] }));
    expect(await setup.octane.appointments.timeslots({ orderId: 'A1', dateFrom })).toEqual({ timeslots: [] });
    expect(setup.server.calls).toMatchObject([
      { method: 'GET', path: `/tiab/api/v1/service/orders/A1/appointment/timeslots${query}` },
    ]);
  });
});

test('a cancellation is asked for with an empty object', async () => {
  await setup.octane.orders.cancel('A1');
  expect(setup.server.calls).toMatchObject([
    { method: 'POST', path: '/tiab/api/v1/service/orders/A1/cancel', body: '{}' },
  ]);
});

describe('a booking', () => {
  test('names the slot', async () => {
    setup.server.behave(answerJson({ success: true, appointmentId: 'APT1', slotType: 'PM' }));
    expect(await setup.octane.appointments.book({ orderId: 'A1', slotId: 'S1' })).toMatchObject({
      appointmentId: 'APT1',
      slotType: 'PM',
    });
    expect(setup.server.calls).toMatchObject([
      { method: 'POST', path: '/tiab/api/v1/service/orders/A1/appointment', body: '{"slotId":"S1"}' },
    ]);
  });

  test('of no slot is not sent', async () => {
    await expectNotSent(setup.octane.appointments.book({ orderId: 'A1', slotId: '' }), 'slotId');
  });
});

describe('an enquiry', () => {
  const LINE = { custNo: 100001, lineSeqNo: 2 };

  test.each<EnquiryRequest>([
    { enquiryType: 'DiagnosticTest', ...LINE, testType: 'Line State' },
    { enquiryType: 'ServiceHealthCheck', ...LINE },
  ])('is sent as it is: $enquiryType', async (request) => {
    setup.server.behave(answerJson({ enquiryId: 'E1', success: true }));
    expect(await setup.octane.enquiries.create(request)).toBe('E1');
    expect(setup.server.calls).toMatchObject([{ method: 'POST', path: '/tiab/api/v1/enquiry' }]);
    expect(sentBody()).toEqual(request);
  });

  test.each<[object, string]>([
    [{ enquiryType: 'DiagnosticTest', ...LINE }, 'testType'],
    [{ enquiryType: 'DiagnosticTest', ...LINE, testType: '' }, 'testType'],
    [{ enquiryType: 'ServiceHealthCheck', ...LINE, testType: 'Line State' }, 'body'],
    [{ enquiryType: 'Horoscope', ...LINE }, 'enquiryType'],
    [{ enquiryType: 'ServiceHealthCheck', custNo: 100001 }, 'lineSeqNo'],
    [{ enquiryType: 'ServiceHealthCheck', ...LINE, custNo: 0 }, 'custNo'],
  ])('that breaks a rule is not sent: %j', async (request, field) => {
    await expectNotSent(setup.octane.enquiries.create(request as EnquiryRequest), field);
  });
});

describe('an order', () => {
  const PLAN_CHANGE = { ...SUSPEND, subOrderType: 'PlanChange', planNo: 1002 } as const;
  const DISCONNECT = { ...SUSPEND, subOrderType: 'Disconnect' } as const;

  test.each<[OrderRequest, string, unknown, string]>([
    [SUSPEND, 'custNo', undefined, 'service.custNo'],
    [SUSPEND, 'custNo', '100001', 'service.custNo'],
    [SUSPEND, 'custNo', 0, 'service.custNo'],
    [SUSPEND, 'custReqDate', undefined, 'custReqDate'],
    [SUSPEND, 'custReqDate', '2026-03-02', 'custReqDate'],
    [SUSPEND, 'custReqDate', '2026-03-02T09:00:00', 'custReqDate'],
    [SUSPEND, 'custReqDate', '2026-02-30T09:00:00Z', 'custReqDate'],
    [PLAN_CHANGE, 'planNo', undefined, 'service.planNo'],
    [PLAN_CHANGE, 'planNo', 1.5, 'service.planNo'],
    [DISCONNECT, 'custNo', undefined, 'service.custNo'],
    [DISCONNECT, 'custReqDate', 'soon', 'custReqDate'],
    [ACTIVATION, 'custNo', undefined, 'service.custNo'],
    [ACTIVATION, 'planNo', undefined, 'service.planNo'],
    [ACTIVATION, 'custReqDate', undefined, 'custReqDate'],
    [ACTIVATION, 'serviceClass', undefined, 'serviceClass'],
    [ACTIVATION, 'serviceClass', 3, 'serviceClass'],
    [ACTIVATION, 'qualification.remoteQualificationSearchId', undefined, 'remoteQualificationSearchId'],
    [ACTIVATION, 'qualification.qualificationSearchId', undefined, 'qualificationSearchId'],
    [ACTIVATION, 'qualification.remoteOrderId', undefined, 'remoteOrderId'],
    [ACTIVATION, 'infrastructure.infrastructureID', undefined, 'infrastructureOption.infrastructureID'],
    [ACTIVATION, 'infrastructure.installOption', undefined, 'infrastructureOption.installOption'],
    [ACTIVATION, 'infrastructure.portID', 1, 'infrastructureOption.portID'],
    [ACTIVATION, 'infrastructure.transferWaiverAccepted', 'true', 'infrastructureOption.transferWaiverAccepted'],
    [ACTIVATION, 'infrastructure.avcId', 'AVC1', 'infrastructureOption'],
    [ACTIVATION, 'contact.name', '', 'orderContact.contactName'],
    [ACTIVATION, 'contact.name', 'N'.repeat(41), 'orderContact.contactName'],
    [ACTIVATION, 'contact.phone', '', 'orderContact.contactNumber'],
    [ACTIVATION, 'contact.email', 'jane', 'orderContact.contactEmail'],
    [ACTIVATION, 'contact.email', `${'j'.repeat(40)}@example.com`, 'orderContact.contactEmail'],
  ])('%j with %s made %j is not sent, and %s is named', async (order, path, value, field) => {
    await expectNotSent(setup.octane.orders.create(changed(order, path, value)), field);
  });

  test('for a change names neither a plan nor anything else that is not documented for it', async () => {
    await setup.octane.orders.create({ ...SUSPEND, planNo: 1002, lineSeqNo: 1 } as OrderRequest);
    expect(sentBody()).not.toHaveProperty('service.planNo');
    expect(sentBody()).not.toHaveProperty('lineSeqNo');
  });

  test('may ask for a date in any zone', async () => {
    const custReqDate = '2026-03-02T19:00:00+10:00';
    await setup.octane.orders.create({ ...SUSPEND, custReqDate });
    expect(sentBody()).toMatchObject({ custReqDate });
  });

  const change = { path: '/tiab/api/v1/service/orders/change', orderType: 'Change' };
  const service = { custNo: 100001, csn: 'nbn-tc4' };
  const activation = {
    path: '/tiab/api/v1/service/orders/new',
    orderType: 'New',
    service: { ...service, planNo: 1001 },
    serviceClass: '3',
    remoteQualificationSearchId: 'remote-sq',
    qualificationSearchId: 'sq',
    remoteOrderId: 'remote-order',
    infrastructureOption: { infrastructureID: 'NTD380100010995', portID: '1', installOption: 'nbn-no-action' },
    orderContact: { contactName: 'Jane Citizen', contactNumber: '0400000000', contactEmail: 'jane@example.com' },
  };
  const transfer = {
    infrastructureID: 'CPI300000000001',
    installOption: 'nbn-no-action',
    transferWaiverAccepted: true,
    potsWaiverAccepted: true,
    csn: '0299990000',
  };

  test.each<[OrderRequest, { path: string; orderType: string; [field: string]: unknown }]>([
    [PLAN_CHANGE, { ...change, service: { ...service, planNo: 1002 } }],
    [SUSPEND, { ...change, service }],
    [
      { ...SUSPEND, subOrderType: 'Unsuspend' },
      { ...change, service },
    ],
    [
      { ...SUSPEND, subOrderType: 'Shape' },
      { ...change, service },
    ],
    [
      { ...SUSPEND, subOrderType: 'Unshape' },
      { ...change, service },
    ],
    [DISCONNECT, { path: '/tiab/api/v1/service/orders/disconnect', orderType: 'Terminate', service }],
    [ACTIVATION, activation],
    [
      { ...ACTIVATION, subOrderType: 'Transfer', infrastructure: transfer },
      { ...activation, infrastructureOption: transfer },
    ],
    [{ ...ACTIVATION, subOrderType: 'Transition' }, activation],
  ])('of each kind has exactly the body that Octane documents: $subOrderType', async (order, { path, ...body }) => {
    expect(await setup.octane.orders.create(order)).toBe('A1');
    expect(setup.server.calls).toMatchObject([{ method: 'POST', path }]);
    expect(setup.server.calls[0]?.headers['content-type']).toBe('application/json');
    const { subOrderType, custReqDate } = order;
    expect(sentBody()).toEqual({ ...body, subOrderType, custReqDate });
  });
});
