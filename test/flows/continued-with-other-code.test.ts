import type { OrderHandle } from '../../client/index.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import type { Change } from '../replay/mutations.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { activateInput, planChangeInput } from './inputs.ts';
import { startWorkersWith } from './other-code.ts';

let stack: Stack;
let stopWorkers: () => Promise<void>;

beforeEach(async () => {
  // A history is said to be long after so many events, which is thousands in production.
  stack = await startDevServerStack({ speed: 500_000, longHistory: 20, workers: false });
});

afterEach(async () => {
  await stopWorkers();
  await stack.stop();
});

/** Stops the workers, and starts others with these changes of the workflow code. */
async function deploy(changes: Change[]): Promise<void> {
  await stopWorkers();
  stopWorkers = await startWorkersWith(changes, stack);
}

const continuations = async (order: OrderHandle) =>
  (await order.progress()).timeline.filter(({ text }) => text.startsWith('Continues in a new run')).length;

/** Makes the history long, with updates that change nothing. */
async function untilContinuedOnceMore(order: OrderHandle): Promise<void> {
  const before = await continuations(order);
  while ((await continuations(order)) === before) await order.withdraw({ by: 'Test', reason: 'a longer history' });
}

test('a new step that comes before those which are done takes no result of theirs', async () => {
  stopWorkers = await startWorkersWith([], stack);
  const input = planChangeInput({ service: { custNo: 990003 }, custReqDate: FAR_AHEAD });
  const order = await stack.orders.start('planChange', input);
  const orderId = await eventually(async () => {
    const { orderStatus, orderId: placed } = await order.progress();
    return orderStatus === undefined ? undefined : placed;
  });
  const workflow = '__webpack_require__("./node_modules/@temporalio/workflow/lib/index.js")';
  await deploy([
    {
      replace: /(?=if \(!await order\.findService\(service, \{\s*from: \{\s*status: 'active'\s*\},\s*goal)/,
      by: `const checked = ${workflow}.patched('check-first')
        ? await order.step('Check first', async () => 'checked first') : 'not checked'; `,
    },
    { replace: /(?<=`The service is on plan \$\{planNo\})(?=`\))/, by: ', ${checked}' },
  ]);
  await untilContinuedOnceMore(order);
  stack.sandbox.records.settle(Date.parse(FAR_AHEAD) + 365 * 24 * 3_600_000);
  expect(await order.result()).toMatchObject({
    state: 'completed',
    orderId,
    lineSeqNo: 1,
    note: 'The service is on plan 1002, checked first',
  });
  expect(stack.sandbox.records.calls.createsFor(990003)).toBe(1);
});

test('what an activation was promised before it continued counts after it', async () => {
  stopWorkers = await startWorkersWith([], stack);
  const order = await stack.orders.start(
    'activate',
    activateInput({
      customer: { custNo: 100010 },
      // Somebody else takes the port between the qualification and the order.
      address: { locationId: 'LOC380300090002' },
      infrastructure: { infrastructureId: 'NTD380300100002', portId: '1' },
      transfer: { transferWaiverAccepted: true },
      onFallout: 'wait',
    }),
  );
  const asked = (code: string) =>
    eventually(async () => {
      const { fallout } = await order.progress();
      return fallout?.code === code ? fallout : undefined;
    });
  await asked('refused');
  await order.resolve({ action: 'retry', by: 'Test', reason: 'the port is gone' });
  const { sentence } = await asked('promiseChanged');
  expect(await continuations(order)).toBe(1);
  expect(sentence).toMatch(/It was New \(free port 1 .*now it is Transfer \(used port 1 /);
  expect(stack.sandbox.records.calls.createsFor(100010)).toBe(1);
  await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
});
