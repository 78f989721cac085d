import { z } from 'zod';
import { locationList } from '../../octane/addresses.ts';
import { bookingAnswer, timeslotsAnswer } from '../../octane/appointments.ts';
import { customerDetail } from '../../octane/customers.ts';
import { createEnquiryAnswer, enquiryDetail, testList } from '../../octane/enquiries.ts';
import { orderDetail } from '../../octane/order-detail.ts';
import { cancelOrderAnswer, createOrderAnswer } from '../../octane/orders.ts';
import { planList } from '../../octane/plans.ts';
import { qualificationAnswer } from '../../octane/qualifications.ts';
import { serviceDetail } from '../../octane/services.ts';
import { activation, setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

/** Has the documented shape: nothing missing, nothing wrong, nothing more. */
async function conforms(schema: z.ZodType, ...[method, path, body]: Parameters<Setup['wire']>): Promise<unknown> {
  const { httpStatus, headers, text } = await setup.wire(method, path, body);
  expect(httpStatus).toBe(200);
  expect(headers.get('content-type')).toContain('application/json');
  const json: unknown = JSON.parse(text);
  expect(schema.parse(json)).toEqual(json);
  return json;
}

const CUSTOMER = '/v1/group/123/customer';
const custReqDate = '2026-03-02T00:00:00Z';
const NEW_CUSTOMER = {
  customerStatus: 'ACT',
  customerIdentity: { customerType: 'B', company: 'Example Pty Ltd', customerDob: '1990-01-01T00:00:00Z' },
  address: { addressLine1: '1 Sample Street', suburb: 'Sampleton', state: 'VIC', postcode: '3999' },
  contactMedium: [{ contactType: 'EMAIL', contactDestination: 'new@example.com' }],
  settings: { language: 'EN', portalAccess: true },
  customerAgreement: { planNo: 1003, contractTerm: 12 },
  relatedParty: [{ type: 'Agent', id: 7 }],
  authorisedPerson: { authName: 'Test Person', authEmail: 'auth@example.com' },
};

test('customers', async () => {
  await conforms(customerDetail, 'GET', `${CUSTOMER}/100001`);
  const added = await conforms(customerDetail, 'POST', CUSTOMER, NEW_CUSTOMER);
  expect(added).toMatchObject({ custNo: 100011, customerAgreement: { planName: 'Home Superfast 250/25' } });
  await conforms(customerDetail, 'PATCH', `${CUSTOMER}/100001`, { notes: 'changed' });
  const email = await setup.wire('POST', `${CUSTOMER}/100001/send-welcome-email`, {});
  expect(email).toMatchObject({ httpStatus: 204, text: '' });
});

test('plans, services and qualifications', async () => {
  await conforms(planList, 'GET', '/v1/group/123/plan');
  for (const custNo of [100001, 990014, 990018]) {
    await conforms(z.array(serviceDetail), 'GET', `${CUSTOMER}/${custNo}/service`);
    await conforms(serviceDetail, 'GET', `${CUSTOMER}/${custNo}/service/1`);
  }
  for (const locationId of [
    'LOC380100000995',
    'LOC380100000998',
    'LOC380100000999',
    'LOC380100000001',
    'LOC380100000000',
    'LOC380100007128',
    'LOC380100007139',
    'LOC380100008240',
  ])
    await conforms(qualificationAnswer, 'POST', '/v1/qualification/check', { productSelection: 'nbn', locationId });
});

test('addresses, customers, appointments and enquiries', async () => {
  await conforms(z.object({ locations: locationList }), 'GET', '/v1/address/search?address=995+Sample+Street');
  await conforms(z.array(customerDetail), 'GET', CUSTOMER);
  const qualification = await setup.octane.qualifications.check({ locationId: 'LOC380100000001' });
  const orderId = await setup.octane.orders.create(activation(qualification, 100001));
  const path = `/v1/service/orders/${orderId}/appointment`;
  const { timeslots } = timeslotsAnswer.parse(await conforms(timeslotsAnswer, 'GET', `${path}/timeslots`));
  await conforms(bookingAnswer, 'POST', path, { slotId: timeslots[0]?.slotId });
  await conforms(cancelOrderAnswer, 'POST', `/v1/service/orders/${orderId}/cancel`, {});
  await conforms(z.object({ tests: testList }), 'GET', '/v1/enquiry/available-tests?custno=100001&lineseqno=1');
  const enquiry = { enquiryType: 'ServiceHealthCheck', custNo: 100001, lineSeqNo: 1 };
  await conforms(createEnquiryAnswer, 'POST', '/v1/enquiry', enquiry);
  await conforms(enquiryDetail, 'GET', '/v1/enquiry/7000001');
  setup.clock.advance('5 min');
  await conforms(enquiryDetail, 'GET', '/v1/enquiry/7000001');
});

test('orders, from the first to the last status', async () => {
  const service = { custNo: 100001, csn: 'nbn-tc4' };
  await conforms(createOrderAnswer, 'POST', '/v1/service/orders/change', {
    orderType: 'Change',
    subOrderType: 'PlanChange',
    service: { ...service, planNo: 1002 },
    custReqDate,
  });
  await conforms(createOrderAnswer, 'POST', '/v1/service/orders/disconnect', {
    orderType: 'Terminate',
    subOrderType: 'Disconnect',
    service: { ...service, custNo: 990001 },
    custReqDate,
  });
  const qualification = await setup.octane.qualifications.check({ locationId: 'LOC380100000995' });
  await setup.octane.orders.create(activation(qualification, 100001));

  for (const duration of ['0 s', '1 h', '2 h', '10 h'] as const) {
    setup.clock.advance(duration);
    for (const orderId of ['5000001', '5000002', '5000003'])
      await conforms(orderDetail, 'GET', `/v1/service/orders/${orderId}`);
    await conforms(z.array(orderDetail), 'GET', '/v1/service/orders?custno=100001');
  }
  expect(setup.deviations).toEqual([]);
});
