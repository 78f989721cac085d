import type { NewCustomer } from '../../octane/customers.ts';
import { failureOf, setUp, type Setup } from './setup.ts';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const newCustomer = (altCustId: string): NewCustomer => ({
  customerStatus: 'ACT',
  customerIdentity: { customerType: 'R', customerSurname: 'Person' },
  address: { addressLine1: '1 Sample Street', suburb: 'Sampleton', state: 'VIC', postcode: '3999' },
  contactMedium: [],
  settings: { language: 'EN', altCustId },
});
const list = async (fromDate?: string) =>
  (await setup.octane.customers.list('123', { fromDate })).customers.map(({ custNo, settings }) => [
    custNo,
    settings?.altCustId,
  ]);

test('a customer that was added is found again by its altCustId', async () => {
  const before = setup.clock.in('0 s');
  setup.clock.advance('1 h');
  await setup.octane.customers.add('123', newCustomer('CRM-1'));
  expect(await list(before)).toEqual([[100011, 'CRM-1']]);
  expect(await list(setup.clock.in('1 s'))).toEqual([]);
  expect((await list()).length).toBeGreaterThan(10);
  expect(setup.deviations).toEqual([]);
});

test('a customer is added, though the answer is lost', async () => {
  const before = setup.clock.in('0 s');
  const failure = await failureOf(setup.octane.customers.add('123', newCustomer('CRM-1-lost-answer')));
  expect(failure).toMatchObject({ type: 'OctaneUnavailable', outcome: 'unknown' });
  expect(await list(before)).toEqual([[100011, 'CRM-1-lost-answer']]);
});

test.each([
  ['customerType=B', 0],
  ['customerType=R&customerStatus=ACT', 1],
  ['customerStatus=DIS', 0],
  ['toDate=2026-03-01T00:00:00Z', 0],
])('the list can be narrowed: %s', async (query, count) => {
  await setup.octane.customers.add('123', newCustomer('CRM-1'));
  const { text } = await setup.wire('GET', `/v1/group/123/customer?fromDate=2026-03-02T00:00:00Z&${query}`);
  expect(JSON.parse(text)).toHaveLength(count);
});

test('a query that is not documented is refused', async () => {
  const { httpStatus, text } = await setup.wire('GET', '/v1/group/123/customer?altCustId=CRM-1');
  expect([httpStatus, JSON.parse(text)]).toMatchObject([200, { success: false }]);
});
