import { orderActivities } from '../../activities/orders.ts';
import { jeopardyActivities } from '../../activities/jeopardy.ts';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { TASK_QUEUES, workflowIdOf } from '../../contract/names.ts';
import { STATUS_ROWS } from '../../octane/statuses.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { setUp } from '../sandbox/setup.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { Cases, type Ended, type Fault } from './lost-answers.ts';

type Values = Extract<Fault, { fault: 'rewrite' }>['set'];

/** Octane's first two answers about the order have these values. */
const polled = (set: Values): Fault[] => [{ fault: 'rewrite', operations: ['getOrder'], calls: 2, set }];
const created = (set: Values): Fault[] => [{ fault: 'rewrite', operations: ['createModificationOrder'], set }];

const LONG = 'Waiting for the technician. '.repeat(143);

const ODD = {
  'a status has 4,000 characters': polled({ orderStatus: LONG }),
  'all three statuses and the reason have 4,000 characters': polled({
    orderStatus: LONG,
    orderSubStatus: LONG,
    orderExternalStatus: LONG,
    orderReason: LONG,
  }),
  'a reason has 300,000 characters': polled({ orderStatus: 'Held', orderReason: 'x'.repeat(300_000) }),
  'a status is 1,000 emoji, which are cut in the middle of one': polled({ orderStatus: `x${'🙂'.repeat(1000)}` }),
  'a status has half a character': polled({ orderStatus: 'In Progress \ud83d' }),
  'a status has control characters': polled({
    orderStatus: 'In\u0000 \u001bProgress\n\n# Click [here](https://example.com)',
  }),
  'a status is blank': polled({ orderStatus: '   ' }),
  'a status is a number': polled({ orderStatus: 7, orderSubStatus: { code: 7 }, orderReason: [] }),
  'there is no status': polled({ orderStatus: null, orderSubStatus: null, orderExternalStatus: null }),
  'it was modified in the year 9999': polled({ dateModified: '9999-12-31T23:59:59Z', dateAdded: '9999-12-31' }),
  'its preferred date is no date': polled({ customerPreferredDate: '31/02/2026', dateAdded: 'today' }),
  'its note on remediation names a day that there is not': polled({
    orderStatus: 'Held',
    orderNotes: [{ type: 'Remediation', description: `planned for 9999-99-99 ${LONG}` }],
  }),
  'its id has 3,000 characters': created({ orderId: '5'.repeat(3000) }),
} satisfies Record<string, Fault[]>;

let stack: Stack;
const ended = new Map<string, Promise<Ended>>();

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000, customers: 20 });
  const cases = new Cases(stack, ODD);
  for (const name of Object.keys(ODD)) ended.set(name, cases.ended(name));
});

afterAll(async () => {
  await Promise.allSettled(ended.values());
  await stack?.stop();
});

test.each(Object.keys(ODD))('an order is followed to its end although %s', async (name) => {
  const { result, failure, creates, orders } = { ...(await ended.get(name)) };
  expect(failure).toBeUndefined();
  expect({ result, creates }).toEqual({ result: orders?.[0], creates: 1 });
});

test.each([
  { custReqDate: '9999-12-31T00:00:00Z' },
  { custReqDate: '2250-01-01T00:00:00Z' },
  { custReqDate: '+012026-01-01T00:00:00Z' },
  { custReqDate: '2027-02-30T00:00:00Z' },
  { holdUntil: '2250-01-01T00:00:00Z' },
])('an order with %j is refused, and nothing is placed', async (dates) => {
  // As another program starts it, without the client's checks.
  const input = { ...planChangeInput({ service: { custNo: 100_020 } }), ...dates };
  const order = await stack.client.workflow.start('planChange', {
    args: [input],
    workflowId: workflowIdOf(input.reference),
    taskQueue: TASK_QUEUES.orders,
  });
  await expect(order.result()).rejects.toMatchObject({ cause: { type: 'InvalidOrder' } });
  expect(stack.sandbox.records.calls.createsFor(100_020)).toBe(0);
});

test.each(['9999-12-31T00:00:00.000Z', '2250-01-01T00:00:00.000Z'])(
  'an order for %s that there is all the same is followed, without a due date',
  async (notBefore) => {
    const { octane, place, clock, close } = await setUp();
    const orderId = await place({ subOrderType: 'Suspend', custNo: 100_001 });
    const { followOrder } = orderActivities(octane, {
      pollInterval: 1_800_000,
      requestsPerSecond: 5,
      statusRows: STATUS_ROWS,
      assessJeopardy: jeopardyActivities({ targets: [], defaultState: 'NSW' }).assessJeopardy,
      onEscalation: () => undefined,
      onUnknownStatus: () => undefined,
    });
    const at = await clock.now();
    const environment = new MockActivityEnvironment(
      { currentAttemptScheduledTimestampMs: at },
      { logger: new DefaultLogger('ERROR') },
    );
    const order = { orderId, clock: { flow: 'suspend', ran: {}, notBefore } };
    expect(await environment.run(() => followOrder(order))).toMatchObject({
      state: 'acknowledged',
      jeopardy: { inJeopardy: false },
    });
    await close();
  },
);
