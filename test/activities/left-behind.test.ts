import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { earlierRunsActivities } from '../../activities/earlier-runs.ts';
import { STATUS_ROWS } from '../../octane/statuses.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';
import { answerJson } from '../octane/misbehaving-server.ts';
import { CUSTOMER, setUp, type Setup } from '../octane/setup.ts';

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

const client = new Client({ connection: Connection.lazy() });
const MINUTE = 60_000;

test.each([
  ['behind, and that is tolerated', MINUTE, ['5000001']],
  ['not behind: the order is older', 10 * MINUTE, []],
])('an order that this run may have sent is found where Octane’s clock is %s', async (_, age, orderIds) => {
  const sentSince = new Date();
  const dateAdded = new Date(sentSince.getTime() - age).toISOString();
  const order = { orderId: '5000001', orderSubType: 'Suspend', productType: 'NBN', dateAdded };
  setup.server.behave(answerJson([{ ...order, orderStatus: 'New', customerDetails: { custno: CUSTOMER.custNo } }]));
  const { findLeftBehind } = earlierRunsActivities(setup.octane, {
    executions: NO_VISIBILITY,
    statusRows: STATUS_ROWS,
    orderListDelay: 0,
    responseTimeout: 20_000,
    longestResponseTimeout: 20_000,
    onUnknownOutcome: () => undefined,
    onResolution: () => undefined,
  });
  const environment = new MockActivityEnvironment({}, { client, logger: new DefaultLogger('ERROR') });
  const { custNo } = CUSTOMER;
  const wanted = { flow: 'suspend' as const, custNo, services: [], notThese: [], sentSince: sentSince.toISOString() };
  expect(await environment.run(() => findLeftBehind(wanted))).toEqual({
    orderIds,
    inDoubt: true,
  });
});
