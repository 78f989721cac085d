import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { FLOWS, TASK_QUEUES, workflowIdOf } from '../../contract/names.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { planChangeInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 500_000 });
});

afterAll(async () => {
  await stack?.stop();
});

/** As any Temporal client may, with a mistake that our own client does not make. @returns how it failed. */
async function failureOf(type: string, args: unknown[], workflowId: string): Promise<ApplicationFailure> {
  const ending: unknown = await stack.client.workflow
    .execute(type, { args, workflowId, taskQueue: TASK_QUEUES.orders })
    .catch((error: unknown) => error);
  if (ending instanceof WorkflowFailedError && ending.cause instanceof ApplicationFailure) return ending.cause;
  throw new Error(`Expected a failure, but got ${JSON.stringify(ending)}`);
}

const NO_ORDERS = [
  { what: 'nothing', args: [] },
  { what: 'null', args: [null] },
  { what: 'a text', args: ['planChange'] },
  { what: 'a number', args: [100001] },
  { what: 'a list', args: [[]] },
  { what: 'an object of something else', args: [{ holder: 'nbn-order-1', queue: [] }] },
];

describe.each(FLOWS)('%s', (flow) => {
  test.each(NO_ORDERS)('started with $what fails as InvalidOrder', async ({ what, args }) => {
    const failure = await failureOf(flow, args, workflowIdOf(`T-${flow}-${what.replaceAll(' ', '-')}`));
    expect(failure).toMatchObject({ type: 'InvalidOrder' });
  });
});

test.each(['planchange', 'plan_change', 'PlanChange'])(
  'the unknown workflow type %s fails at once, and names those that there are',
  async (type) => {
    const { type: failureType, message } = await failureOf(type, [planChangeInput()], workflowIdOf(`T-${type}`));
    expect(failureType).toBe('InvalidOrder');
    expect(message).toContain(`unknown workflow type "${type}". Did you mean planChange?`);
    for (const flow of FLOWS) expect(message).toContain(flow);
    expect(FLOWS).toHaveLength(9);
  },
);

const SYSTEM_WORKFLOWS = [
  'serviceLock',
  'watchOrders',
  'octaneOutage',
  'reconcile',
  'deliverEvents',
  'appointmentSlots',
];
describe.each(SYSTEM_WORKFLOWS)('%s, which is no order,', (type) => {
  test.each(NO_ORDERS)('fails at once when it is started with $what', async ({ what, args }) => {
    const failure = await failureOf(type, args, `${type}-${what.replaceAll(' ', '-')}`);
    expect(failure).toMatchObject({ type: 'InvalidOrder' });
  });
});

test('a second argument does not make an order follow another one', async () => {
  const first = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100001 } }));
  const { orderId = '' } = await first.result();
  const { timeline } = await first.progress();
  const input = planChangeInput({ service: { custNo: 100002 } });
  const workflowId = workflowIdOf(input.reference);
  const progress = { reference: input.reference, flow: 'planChange', state: 'acknowledged', timeline, orderId };
  const carried = {
    version: 1,
    progress,
    order: { placement: { is: 'placed', id: orderId, by: 'create' }, notThese: [], lost: 0, hasSent: false },
    following: { ran: {} },
  };
  const handle = await stack.client.workflow.start('planChange', {
    args: [input, carried],
    workflowId,
    taskQueue: TASK_QUEUES.orders,
  });
  const [own] = await handle.result().then(() => stack.sandbox.records.ordersOf(100002));
  expect(await handle.result()).toMatchObject({ orderId: own?.orderId, custNo: 100002, state: 'completed' });
});
