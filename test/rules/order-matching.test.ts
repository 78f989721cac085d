import fc from 'fast-check';
import type { OrderDetail } from '../../octane/order-detail.ts';
import type { OrderRequest } from '../../octane/orders.ts';
import { isForOtherEquipment, matchOf } from '../../rules/order-matching.ts';
import { ACTIVATION, SUSPEND } from '../octane/setup.ts';

const SINCE = '2026-03-02T08:55:00.000Z';
const PLAN_CHANGE: OrderRequest = { ...SUSPEND, subOrderType: 'PlanChange', planNo: 1002 };

/** What Octane lists of {@link PLAN_CHANGE}. */
const LISTED: OrderDetail = {
  orderId: 'A1',
  productType: 'NBN',
  orderSubType: 'PlanChange',
  dateAdded: '2026-03-02T09:00:00.000Z',
  customerDetails: { custno: 100001 },
  service: { serviceAgreement: { planNo: 1002 } },
};

const match = (differing: Partial<OrderDetail>, request: OrderRequest = PLAN_CHANGE) =>
  matchOf(request, SINCE, { ...LISTED, ...differing });

describe('a listed order is the one that was asked for', () => {
  test.each<[string, Partial<OrderDetail>]>([
    ['when everything agrees', {}],
    ['when its kind is written otherwise', { orderSubType: 'Plan Change' }],
    ['when its product is written otherwise', { productType: 'nbn' }],
    ['when its product is left out', { productType: undefined }],
    ['when its date is in another zone', { dateAdded: '2026-03-02T20:00:00+11:00' }],
  ])('%s', (_, differing) => {
    expect(match(differing)).toBe('same');
  });
});

describe('a listed order is another one', () => {
  test.each<[string, Partial<OrderDetail>]>([
    ['of another customer', { customerDetails: { custno: 100002 } }],
    ['of another customer, by its service', { customerDetails: {}, service: { custNo: 100002 } }],
    ['of another kind', { orderSubType: 'un-suspend' }],
    ['of another product', { productType: 'Sip Trunk' }],
    ['that was added before', { dateAdded: '2026-03-02T08:54:59.999Z' }],
  ])('%s', (_, differing) => {
    expect(match(differing)).toBe('other');
  });
});

describe('it is not clear which order a listed one is', () => {
  test.each<[string, Partial<OrderDetail>]>([
    ['without a customer', { customerDetails: undefined }],
    ['with a customer number that is not set', { customerDetails: { custno: 0 } }],
    ['with two customers', { customerDetails: { custno: 100002 }, service: { custNo: 100001 } }],
    ['of a kind that is not known', { orderSubType: 'Modify Plan' }],
    ['without a kind', { orderSubType: undefined }],
    ['of a product that is not known', { productType: 'NBN2' }],
    ['without a date', { dateAdded: undefined }],
    ['with a date alone', { dateAdded: '2026-03-01' }],
    ['with a date that may be of two months', { dateAdded: '01/02/2026 20:05' }],
    ['with a date without a zone', { dateAdded: '2026-03-01T09:00:00' }],
    ['of another plan', { service: { serviceAgreement: { planNo: 1003 } } }],
  ])('%s', (_, differing) => {
    expect(match(differing)).toBe('unclear');
  });

  test('when one kind of activation is listed as another', () => {
    expect(match({ orderSubType: 'Transfer', qualification: ACTIVATION.qualification }, ACTIVATION)).toBe('unclear');
  });

  test('when it is not known since when', () => {
    expect(matchOf(PLAN_CHANGE, '', LISTED)).toBe('unclear');
  });
});

test('equipment is compared as words are', () => {
  expect(isForOtherEquipment(ACTIVATION, { infrastructureOption: { infrastructureID: 'ntd 380100010995' } })).toBe(
    false,
  );
  expect(isForOtherEquipment(ACTIVATION, { infrastructureOption: { infrastructureID: 'NTD380100010996' } })).toBe(true);
});

describe('whatever a row looks like', () => {
  const strange = <T>(values: fc.Arbitrary<T>) => fc.oneof(fc.constant(undefined), values);
  const request = fc.constantFrom<OrderRequest>(PLAN_CHANGE, SUSPEND, ACTIVATION);
  /** What says nothing against an order: it agrees, is missing, or cannot be understood. */
  const harmless = (wanted: OrderRequest): fc.Arbitrary<OrderDetail> =>
    fc.record({
      orderId: strange(fc.string()),
      productType: strange(fc.constantFrom('NBN', 'nbn', 'N.B.N.', 'National Broadband', 'FIBRE')),
      orderSubType: strange(
        fc.constantFrom(wanted.subOrderType, wanted.subOrderType.toUpperCase(), 'Modify', 'Change', 'Order', ''),
      ),
      dateAdded: strange(
        fc.oneof(
          fc
            .date({ min: new Date(SINCE), max: new Date('2027-01-01'), noInvalidDate: true })
            .map((date) => date.toISOString()),
          fc
            .date({ min: new Date('1970-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
            .chain((date) => fc.constantFrom(10, 19, 23).map((length) => date.toISOString().slice(0, length))),
          fc.constantFrom('01/03/2026', '05/12/2026 20:05', 'yesterday', '1', '2026', '2026-W01', '20260101T000000'),
        ),
      ),
      customerDetails: strange(fc.record({ custno: strange(fc.constantFrom(wanted.custNo, 0, -1)) })),
      service: strange(
        fc.record({
          custNo: strange(fc.constantFrom(wanted.custNo, 0)),
          serviceAgreement: strange(fc.record({ planNo: strange(fc.integer()) })),
        }),
      ),
      qualification: strange(fc.record({ qualificationSearchId: fc.string() })),
      infrastructureOption: strange(fc.record({ infrastructureID: fc.string(), portID: fc.string() })),
    });

  test('nothing that is missing or cannot be understood proves that an order is another one', () => {
    const pair = request.chain((wanted) => harmless(wanted).map((row) => ({ wanted, row })));
    fc.assert(
      fc.property(pair, ({ wanted, row }) => {
        expect(matchOf(wanted, SINCE, row)).not.toBe('other');
      }),
      { numRuns: 1000 },
    );
  });

  test('an order is the one only when its customer, its kind and its date say so', () => {
    const pair = request.chain((wanted) => harmless(wanted).map((row) => ({ wanted, row })));
    fc.assert(
      fc.property(pair, ({ wanted, row }) => {
        if (matchOf(wanted, SINCE, row) !== 'same') return;
        expect([row.customerDetails?.custno, row.service?.custNo]).toContain(wanted.custNo);
        expect(row.orderSubType?.toUpperCase()).toBe(wanted.subOrderType.toUpperCase());
        expect(row.dateAdded).toMatch(/Z$/);
      }),
      { numRuns: 1000 },
    );
  });
});
