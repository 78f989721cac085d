import ms from 'ms';
import type { NewCustomer } from '../octane/customers.ts';
import { newCustomer } from './customer.ts';
import { locationOf, seededLocation } from './location.ts';
import type { Records } from './records.ts';
import { RESERVED_CUSTOMERS, type ReservedCustomer } from './reserved-customers.ts';

const SEEDED_BY = 'sandbox';

/** Adds the first customers: ordinary ones, numbered from 100001, and the reserved ones. All were added a year ago. */
export function seed(records: Records, now: number, ordinaryCustomers: number): void {
  const at = now - ms('1 year');
  for (let count = 0; count < ordinaryCustomers; count++) seedCustomer(records, { custNo: records.takeCustNo() }, at);
  for (const customer of RESERVED_CUSTOMERS) seedCustomer(records, customer, at);
}

type SeededCustomer = Pick<ReservedCustomer, 'custNo' | 'lines' | 'portalAccess'>;

/** Adds a customer, by default with an active service. `at`: when it was added, in milliseconds since the epoch. */
export function seedCustomer(
  records: Records,
  { custNo, lines = ['Active'], portalAccess = true }: SeededCustomer,
  at: number,
): void {
  const request: NewCustomer = {
    customerStatus: 'ACT',
    customerIdentity: { customerType: 'R', customerGivenNames: 'Test', customerSurname: `Person ${custNo}` },
    address: {
      addressLine1: `${custNo} Sample Street`,
      suburb: 'Sampleton',
      state: 'VIC',
      postcode: '3999',
      countryCode: 'AU',
    },
    contactMedium: [
      { contactType: 'MOBILE', contactDestination: '0400000000' },
      { contactType: 'EMAIL', contactDestination: `customer${custNo}@example.com` },
    ],
    settings: { language: 'EN', currency: 'AUD', portalAccess },
  };
  records.keepCustomer(newCustomer(request, { custNo, catalogue: records.catalogue, by: SEEDED_BY, at }));
  lines.forEach((line, index) => {
    const lineSeqNo = index + 1;
    const location = locationOf(seededLocation(custNo, lineSeqNo));
    if (location === undefined) throw new Error(`No location for the seeded customer ${custNo}.`);
    const place = { location, unit: 1, port: 1 };
    const gone = line === 'Disconnected';
    const service = {
      custNo,
      lineSeqNo,
      location,
      place,
      planNo: 1001,
      status: line === 'Shaped' ? ('Active' as const) : line,
      shaped: line === 'Shaped',
      addedAt: at,
      addedBy: SEEDED_BY,
      modifiedAt: at,
      provisionedAt: at,
      ...(gone && { disconnectedAt: at + ms('30 days'), modifiedAt: at + ms('30 days') }),
    };
    records.addService(service);
    if (!gone) records.premises.occupy(place, service);
  });
}
