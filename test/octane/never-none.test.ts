import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import fc from 'fast-check';
import type { Created } from '../../activities/create-once.ts';
import { placingActivities } from '../../activities/placing.ts';
import type { OctaneSettings } from '../../octane/http.ts';
import { STATUS_ROWS } from '../../octane/statuses.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';
import { answerJson } from './misbehaving-server.ts';
import { setUp, SUSPEND, type Setup } from './setup.ts';

/*
 * Random lists of an Octane that is not known, in each of which an order may be meant: it is never taken for absent.
 */

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

/** Never called: what the activity asks Temporal is answered by {@link NO_VISIBILITY}. */
const client = new Client({ connection: Connection.lazy() });
const BEGAN = Date.parse('2026-03-02T09:00:00Z');

/** One attempt to place an order that Octane may have, where the list of orders is this. @returns how many create calls it sent. */
async function createsWhere(
  list: unknown,
  { clockAhead = 0, ...settings }: Partial<OctaneSettings> & { clockAhead?: number } = {},
) {
  const date = new Date(Date.now() + clockAhead).toUTCString();
  setup.server.behave((response, call) => {
    const json = call.method === 'GET' ? list : { orderId: 'SECOND' };
    answerJson(json, 200, { date })(response, call);
  });
  const { placeOrder } = placingActivities(setup.connect(settings), {
    executions: NO_VISIBILITY,
    statusRows: STATUS_ROWS,
    orderListDelay: 0,
    responseTimeout: 20_000,
    longestResponseTimeout: 20_000,
    onUnknownOutcome: () => undefined,
    onResolution: () => undefined,
  });
  const environment = new MockActivityEnvironment(
    { currentAttemptScheduledTimestampMs: Date.now() },
    { client, logger: new DefaultLogger('ERROR') },
  );
  const began = new Date(BEGAN).toISOString();
  const order = {
    request: SUSPEND,
    services: [],
    began,
    doubtedAt: began,
    notThese: [],
    mayCreate: true,
    decided: false,
  };
  const placed: Promise<Created> = environment.run(() => placeOrder(order));
  const ending = await placed.then(
    ({ is }) => is,
    (error: unknown) => error,
  );
  const creates = setup.server.calls.filter(({ method }) => method !== 'GET').length;
  return { creates, ending };
}

/** What Octane has of the order, as we would read it. */
const ROW = {
  orderId: '5000001',
  productType: 'NBN',
  orderSubType: 'Suspend',
  dateAdded: new Date(BEGAN).toISOString(),
  customerDetails: { custno: SUSPEND.custNo },
};

const unreadable = fc.oneof(
  fc.constantFrom(null, '', 0, '0', [], {}, true, '05/12/2026 20:05', '2026-03-02', '2026-03-02T00:00:00', 'Barring'),
  fc.record({ value: fc.string() }),
);

/** The row with some of its fields missing, called otherwise, or of a value that says nothing. */
const row = fc
  .record({
    orderId: fc.oneof(fc.constant('as it is'), fc.constant('gone'), fc.constant('renamed'), unreadable),
    productType: fc.oneof(fc.constant('as it is'), fc.constant('gone'), fc.constant('renamed')),
    orderSubType: fc.oneof(fc.constant('as it is'), fc.constant('gone'), fc.constant('renamed'), unreadable),
    dateAdded: fc.oneof(fc.constant('as it is'), fc.constant('gone'), fc.constant('renamed'), unreadable),
    customerDetails: fc.oneof(fc.constant('as it is'), fc.constant('gone'), fc.constant('renamed')),
  })
  .map((changes) =>
    Object.fromEntries(
      Object.entries(ROW).flatMap(([field, value]): [string, unknown][] => {
        const change: unknown = changes[field as keyof typeof ROW];
        if (change === 'gone') return [];
        if (change === 'renamed') return [[`${field}X`, value]];
        return [[field, change === 'as it is' ? value : change]];
      }),
    ),
  );

/** Orders that surely are others, before and after it. */
const others = fc.array(
  fc.constantFrom(
    { ...ROW, orderId: '1', orderSubType: 'Unsuspend' },
    { ...ROW, orderId: '2', customerDetails: { custno: 7 } },
  ),
  { maxLength: 3 },
);

const name = fc.constantFrom(
  'orders',
  'data',
  'response',
  'result',
  'items',
  'list',
  'rows',
  'page',
  'content',
  'embedded',
);

/** A list in up to three envelopes, known ones and others, beside whatever else. */
const wrapped = (rows: fc.Arbitrary<unknown[]>) =>
  fc
    .tuple(
      rows,
      fc.array(fc.tuple(name, fc.dictionary(fc.constantFrom('success', 'took', 'note'), fc.string())), {
        maxLength: 3,
      }),
    )
    .map(([list, envelopes]) => envelopes.reduce<unknown>((json, [key, more]) => ({ ...more, [key]: json }), list));

const mayBeMeant = wrapped(
  fc.tuple(others, row, others).map(([before, meant, after]): unknown[] => [...before, meant, ...after]),
);

test('an order that a list may mean is never sent again', async () => {
  await fc.assert(
    fc.asyncProperty(mayBeMeant, async (json) => {
      const { creates } = await createsWhere(json);
      expect(creates).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('nothing is sent after an answer that is no list', async () => {
  const noList = fc.jsonValue({ maxDepth: 4 }).filter((json) => !JSON.stringify(json).includes('['));
  await fc.assert(
    fc.asyncProperty(noList, async (json) => {
      const { creates } = await createsWhere(json);
      expect(creates).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('nothing is sent where a list is not where the settings say', async () => {
  await fc.assert(
    fc.asyncProperty(mayBeMeant, async (json) => {
      const { creates } = await createsWhere(json, { operations: { listOrders: { items: 'somewhere.else' } } });
      expect(creates).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('an order is sent again when a list that was understood does not have it', async () => {
  await fc.assert(
    fc.asyncProperty(others, async (rows) => {
      expect(await createsWhere({ orders: rows })).toEqual({ creates: 1, ending: 'created' });
    }),
    { numRuns: 20 },
  );
});

test('a kind of order that is not mapped is named, and how to map it', async () => {
  const { ending } = await createsWhere([{ ...ROW, orderSubType: 'Barring' }]);
  expect(ending).toMatchObject({
    message: expect.stringMatching(/order 5000001 has the orderSubType "Barring".*words\.orderSubTypes in NBN_CONFIG/),
    details: [{ candidates: ['5000001'] }],
  });
  const words = { orderSubTypes: { barring: 'Suspend' } } as const;
  expect(await createsWhere([{ ...ROW, orderSubType: 'Barring' }], { words })).toEqual({ creates: 0, ending: 'found' });
});

describe('an Octane whose clock is behind ours', () => {
  const HOUR = 3_600_000;
  const behind = { ...ROW, dateAdded: new Date(BEGAN - HOUR + 1000).toISOString() };

  test('does not make an order older than it is', async () => {
    const { creates, ending } = await createsWhere([behind], { clockAhead: -HOUR });
    expect(creates).toBe(0);
    expect(ending).toMatchObject({ details: [{ outcome: 'unknown', candidates: ['5000001'] }] });
  });

  test('shows an older order as such', async () => {
    const older = { ...ROW, dateAdded: new Date(BEGAN - 2 * HOUR).toISOString() };
    expect(await createsWhere([older], { clockAhead: -HOUR })).toEqual({ creates: 1, ending: 'created' });
  });
});

test('an Octane whose clock is ahead of ours does not make an older order ours', async () => {
  const older = { ...ROW, dateAdded: new Date(BEGAN + 1000).toISOString() };
  const { creates, ending } = await createsWhere([older], { clockAhead: 3_600_000 });
  expect(creates).toBe(0);
  expect(ending).toMatchObject({ details: [{ outcome: 'unknown', candidates: ['5000001'] }] });
});
