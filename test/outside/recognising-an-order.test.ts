import { startDevServerStack, type Stack } from '../stack.ts';
import { Cases, type AtOctane, type Ended, type Fault } from './lost-answers.ts';

/** The create-order call is carried out, and its answer is lost. */
const LOST: Fault = { fault: 'reset', when: 'after', operations: ['createModificationOrder'], calls: 1 };

/** The answer to the create-order call is another one than the sandbox's. */
const created = (changes: object): Fault[] => [
  { fault: 'rewrite', operations: ['createModificationOrder'], ...changes },
];
/** The list shows the order otherwise than the sandbox does. */
const listed = (changes: object): Fault[] => [LOST, { fault: 'rewrite', operations: ['listOrders'], ...changes }];
/** The list is this text, which does not have the order as it is. */
const listIs = (body: string, more: object = {}): Fault[] => [
  LOST,
  { fault: 'answer', operations: ['listOrders'], body, ...more },
];
const dated = (format: string, zone = 'UTC') => listed({ dates: { dateAdded: { format, zone } } });

/** Octane tells enough to know the order by. */
const TOLD = {
  'the kind is written "Plan Change"': listed({ set: { orderSubType: 'Plan Change' } }),
  'the kind is written "PLAN_CHANGE"': listed({ set: { orderSubType: 'PLAN_CHANGE' } }),
  'the kind is written " plan-change. "': listed({ set: { orderSubType: ' plan-change. ' } }),
  'the product is written "Nbn"': listed({ set: { productType: 'Nbn' } }),
  'the date has the zone of Sydney': dated("yyyy-MM-dd'T'HH:mm:ssZZ", 'Australia/Sydney'),
  'the date has a space in place of the T': dated('yyyy-MM-dd HH:mm:ss.SSSZZ'),
  'the list is in an envelope that counts its rows': listed({ envelope: { list: 'orders', fields: { total: 1 } } }),
  'the create says error 0, and gives the id in its content': created({
    envelope: { list: 'response', fields: { errorCode: 0, errorMessage: 'The order was submitted' } },
  }),
  'the create says that there is no error, in words': created({
    set: { errorCode: 'NoError', errorMessage: 'The order was submitted' },
    remove: ['success'],
  }),
  'the create gives an id and says that it failed': created({ set: { success: false, errors: ['Timeout'] } }),
  'the create calls the id an order number': created({ rename: { orderId: 'orderNo' }, remove: ['success'] }),
} satisfies Record<string, Fault[]>;

/** What Octane tells is no proof that it does not have the order. */
const NOT_TOLD = {
  'the kind is a word that is not known': listed({ set: { orderSubType: 'Tariff Switch' } }),
  'the kind is missing': listed({ remove: ['orderSubType'] }),
  'the product is a word that is not known': listed({ set: { productType: 'Fixed Broadband' } }),
  'the date is a day': dated('yyyy-MM-dd'),
  'the date has no zone, and its clock is behind ours': dated("yyyy-MM-dd'T'HH:mm:ss", 'America/Los_Angeles'),
  // The fifth of December; to a program that has the month first, a day in May.
  'the date has the day first': listed({ set: { dateAdded: '05/12/2026 20:05' } }),
  'the date is a number of seconds': dated('X'),
  'the date is that of an unset field': listed({ set: { dateAdded: '0001-01-01T00:00:00Z' } }),
  'the id is in another field': listed({ rename: { orderId: 'orderNo' } }),
  'the fields are written otherwise': listed({ rename: { orderSubType: 'OrderSubType', orderId: 'OrderId' } }),
  'the id is null': listed({ set: { orderId: null } }),
  'the id is in an object': listed({ rename: { orderId: 'order.id' } }),
  'the rows are bare ids': listIs('["5000001"]'),
  'each row is in an envelope of its own': listIs('[{"order": {"orderId": "5000001"}}]'),
  'the list says that it has more rows': listIs('{"orders": [], "total": 26}'),
  'the list says that it has another page': listIs('{"orders": [], "page": {"number": 0, "totalPages": 2}}'),
  'the list has a link to the next page': listIs('{"items": [], "_links": {"next": {"href": "?page=2"}}}'),
  'the list is partial content': listIs('[]', { httpStatus: 206 }),
  'the list tells of an error': listIs('{"orders": [], "errors": [{"message": "The index is being built"}]}'),
  'the customer is a text': listed({ set: { 'customerDetails.custno': '?' }, remove: ['service'] }),
} satisfies Record<string, Fault[]>;

/** What Octane tells may be a disturbance that passes. */
const NOTHING_TOLD = {
  'the list is in an envelope that is not known': listIs('{"entries": {"page1": []}}'),
  'the list is null': listIs('{"orders": null}'),
  'the list is a number': listIs('0'),
  'two lists are in the answer': listIs('{"orders": [], "items": []}'),
  'the list is a web page': listIs('<html>Back soon</html>', { contentType: 'text/html' }),
} satisfies Record<string, Fault[]>;

const NINETEEN_DIGITS = '9007199254740993123';

let stack: Stack;
const ended = new Map<string, Promise<Ended>>();
const searchedForTwice = new Map<string, Promise<AtOctane>>();

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000, customers: 50 });
  const longId = listIs(`[{"orderId": ${NINETEEN_DIGITS}, "orderSubType": "PlanChange", "productType": "NBN"}]`);
  const cases = new Cases(stack, { ...TOLD, ...NOT_TOLD, ...NOTHING_TOLD, [NINETEEN_DIGITS]: longId });
  // They run at the same time.
  for (const name of [...Object.keys({ ...TOLD, ...NOT_TOLD }), NINETEEN_DIGITS]) ended.set(name, cases.ended(name));
  for (const name of Object.keys(NOTHING_TOLD)) searchedForTwice.set(name, cases.searchedForTwice(name));
});

afterAll(async () => {
  await Promise.allSettled([...ended.values(), ...searchedForTwice.values()]);
  await stack?.stop();
});

test.each(Object.keys(TOLD))('an order is known again, and not sent again, when %s', async (name) => {
  const { result, creates, orders } = { ...(await ended.get(name)) };
  expect({ result, creates, orders }).toEqual({ result: orders?.[0], creates: 1, orders: [expect.any(String)] });
});

test.each(Object.keys(NOT_TOLD))('an order is left to a person, and not sent again, when %s', async (name) => {
  const { failure, creates, orders } = { ...(await ended.get(name)) };
  expect(failure).toMatchObject({ details: { code: 'outcomeUnknown', outcome: 'unknown' } });
  expect({ creates, orders }).toEqual({ creates: 1, orders: [expect.any(String)] });
});

test.each(Object.keys(NOTHING_TOLD))('an order is searched for again, and not sent again, when %s', async (name) => {
  expect(await searchedForTwice.get(name)).toEqual({ creates: 1, orders: [expect.any(String)] });
});

test('an order id of nineteen digits keeps them all', async () => {
  const { failure, creates } = { ...(await ended.get(NINETEEN_DIGITS)) };
  expect(failure).toMatchObject({ details: { code: 'outcomeUnknown', candidates: [NINETEEN_DIGITS] } });
  expect(creates).toBe(1);
});
