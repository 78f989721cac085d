import type { Behaviour } from './misbehaving-server.ts';
import { answerJson } from './misbehaving-server.ts';
import { setUp, type Setup } from './setup.ts';

/*
 * Lists in pages, as a server of the test's own: only a list that was read to its end is a proof that there is no other order.
 */

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

const ROWS = Array.from({ length: 5 }, (_, index) => ({
  orderId: String(index + 1),
  orderSubType: 'Suspend',
  dateAdded: '2026-11-25T10:00:00Z',
}));
const SIZE = 2;

type Envelope = (page: { rows: unknown[]; number: number; pages: number }) => unknown;

/** A server that numbers its pages from `firstNumber`, and gives that one where none is asked for. */
function inPages(firstNumber: 0 | 1, envelope: Envelope, rows: unknown[] = ROWS): Behaviour {
  return (response, call) => {
    const asked = new URL(call.path, 'http://localhost').searchParams.get('page');
    const number = asked === null ? firstNumber : Number(asked);
    const from = (number - firstNumber) * SIZE;
    const pages = Math.ceil(rows.length / SIZE);
    answerJson(envelope({ rows: rows.slice(from, from + SIZE), number, pages }))(response, call);
  };
}

const withTotal: Envelope = ({ rows }) => ({ orders: rows, total: ROWS.length });
const withNext: Envelope = ({ rows, number, pages }) => ({ orders: rows, hasNext: number < pages });
const withNumber: Envelope = ({ rows, number, pages }) => ({ orders: rows, page: number, totalPages: pages });
const withSize: Envelope = ({ rows }) => ({ orders: rows, pageSize: SIZE });

const listed = () => setup.octane.orders.list({ custNo: 100001 });
const idsOf = (orders: { orderId?: string | undefined }[]) => orders.map(({ orderId }) => orderId);

test.each([
  ['a total, from 1', inPages(1, withTotal)],
  ['a total, from 0', inPages(0, withTotal)],
  ['whether there is a next one', inPages(1, withNext)],
  ['their number and how many there are', inPages(1, withNumber)],
  ['their size', inPages(1, withSize)],
  ['their size, where the last one is full', inPages(1, withSize, ROWS.slice(0, 4))],
])('pages that say %s are all asked for', async (_, behaviour) => {
  setup.server.behave(behaviour);
  const { orders, unclear } = await listed();
  expect(unclear).toBeUndefined();
  expect(idsOf(orders)).toEqual(['1', '2', '3', '4', '5'].slice(0, orders.length));
  expect(orders.length).toBeGreaterThanOrEqual(4);
});

test('a list that does not know the query for a page stays unclear', async () => {
  setup.server.behave(answerJson({ orders: ROWS.slice(0, 2), total: 5 }));
  const { orders, unclear } = await listed();
  expect(idsOf(orders)).toEqual(['1', '2']);
  expect(unclear).toContain('there are more rows than the 2 it shows');
});

test.each([
  ['without rows', { orders: [], page: { number: 0, totalPages: 2 } }, undefined],
  ['whose next page is empty', { orders: ROWS.slice(0, 2), hasNext: true }, { orders: [], hasNext: false }],
])('a list %s that says it has more stays unclear', async (_, first, next) => {
  setup.server.behave((response, call) => {
    answerJson(call.path.includes('page=') ? (next ?? first) : first)(response, call);
  });
  expect((await listed()).unclear).toContain('there are more rows');
});

test('a list whose pages have fewer rows than its total stays unclear', async () => {
  setup.server.behave(inPages(1, ({ rows }) => ({ orders: rows, total: 6 })));
  expect((await listed()).unclear).toContain('there are more rows than the 5 it shows');
});

test('a later page that cannot be read is a failure, and not the end', async () => {
  const pages = inPages(1, withTotal);
  setup.server.behave((response, call) => {
    if (call.path.includes('page=2')) answerJson({ message: 'no' })(response, call);
    else pages(response, call);
  });
  await expect(listed()).rejects.toMatchObject({ type: 'OctaneUnexpectedAnswer' });
});

test('a list of services is read to its end, too', async () => {
  const services = [1, 2, 3].map((lineSeqNo) => ({ custNo: 100001, lineSeqNo, usageType: 'NBN', instance: [] }));
  setup.server.behave(inPages(1, ({ rows }) => ({ services: rows, total: 3 }), services));
  const found = await setup.octane.services.list({ groupNo: '123', custNo: 100001 });
  expect(found.map(({ lineSeqNo }) => lineSeqNo)).toEqual([1, 2, 3]);
});
