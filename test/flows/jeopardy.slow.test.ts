import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import type { OrderHandle } from '../../client/index.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import type { OrderState } from '../../contract/states.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, startTimeSkippingStack, type Stack } from '../stack.ts';
import { activateInput, planChangeInput } from './inputs.ts';

let stack: Stack;
let stopWorkers: () => Promise<void>;
let warnings: { message: string; meta?: object | undefined }[];

afterEach(async () => {
  await stopWorkers();
  await stack.stop();
});

/** A stack whose workers' warnings the test reads. */
async function start(starting: Promise<Stack>, environment?: NodeJS.ProcessEnv): Promise<void> {
  stack = await starting;
  warnings = [];
  stopWorkers = await startWorkers(environment);
}

function startWorkers(environment: NodeJS.ProcessEnv = {}): Promise<() => Promise<void>> {
  const logger = new DefaultLogger('WARN', ({ message, meta }) => warnings.push({ message, meta }));
  return stack.startWorkers({ environment, logger });
}

async function skipTo(instant: string): Promise<void> {
  await stack.env.sleep(Date.parse(instant) - (await stack.env.currentTimeMs()));
}

/** Until Octane has it. */
async function started(order: OrderHandle): Promise<OrderHandle> {
  await eventually(async () => (await order.progress()).orderStatus);
  return order;
}

async function attributesOf(order: OrderHandle) {
  const { typedSearchAttributes } = await stack.client.workflow.getHandle(order.workflowId).describe();
  return {
    jeopardy: typedSearchAttributes.get(SEARCH_ATTRIBUTES.jeopardy),
    dueDate: typedSearchAttributes.get(SEARCH_ATTRIBUTES.dueDate)?.toISOString(),
  };
}

function escalations() {
  return warnings.filter(({ message }) => message === 'An order is still in jeopardy');
}

describe('an activation in Victoria', () => {
  test('that is held for 10 business days over Easter is due when they are used up', async () => {
    await start(startTimeSkippingStack({ workers: false }), { OCTANE_POLL_INTERVAL: '45m' });
    // Easter is from 23 to 26 March 2035, and the clocks go back on 1 April.
    await skipTo('2035-03-21T06:00:00+11:00');
    const order = await started(await stack.orders.start('activate', activateInput({ customer: { custNo: 990021 } })));
    await skipTo('2035-03-21T12:00:00+11:00');
    const due = '2035-04-05T17:00:00+10:00';
    const dueDate = new Date(due).toISOString();
    expect(await order.progress()).toMatchObject({ state: 'held', dueDate, inJeopardy: false });
    expect(await attributesOf(order)).toEqual({ jeopardy: undefined, dueDate });

    await skipTo('2035-04-05T16:55:00+10:00');
    expect(await order.progress()).toMatchObject({ state: 'held', inJeopardy: false });
    // Looked at at 17:00. The time-skipping server tells an attempt the time of the one before, so the next look counts here.
    await skipTo('2035-04-05T22:00:00+10:00');
    await eventually(async () => ((await order.progress()).inJeopardy === true ? true : undefined));
    expect(await order.progress()).toMatchObject({ state: 'held', dueDate, inJeopardy: true });
    expect(await attributesOf(order)).toEqual({ jeopardy: true, dueDate });
    const { timeline } = await order.progress();
    expect(timeline.at(-1)?.text).toContain('overdue: more than 10 business days');

    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(await order.progress()).toMatchObject({ inJeopardy: false });
    expect(await order.progress()).not.toHaveProperty('dueDate');
    expect(await attributesOf(order)).toEqual({ jeopardy: false, dueDate: undefined });
  });

  test('is not overdue while it waits for the customer, and goes on with what was left', async () => {
    await start(startTimeSkippingStack({ workers: false }), { OCTANE_POLL_INTERVAL: '2h' });
    await skipTo('2035-05-07T09:00:00+10:00'); // a Monday
    const input = activateInput({ customer: { custNo: 990020 }, address: { locationId: 'LOC380100010001' } });
    const order = await started(await stack.orders.start('activate', input));
    await skipTo('2035-05-08T09:00:00+10:00');
    // 20 business days from Monday 09:30, or a little later: when it was seen to be in progress.
    expect((await order.progress()).dueDate).toMatch(/^2035-06-0[34]T/);

    await skipTo('2035-06-06T09:00:00+10:00');
    expect(await order.progress()).toMatchObject({ state: 'pending', inJeopardy: false });
    expect(await order.progress()).not.toHaveProperty('dueDate');
    await order.reschedule({ by: 'Test', reason: 'the customer is back' });
    await stack.env.sleep('3 hours');
    // Two and a half business days were used up when the visit was missed.
    const { state, dueDate, inJeopardy } = await order.progress();
    expect({ state, inJeopardy }).toEqual({ state: 'inProgress', inJeopardy: false });
    expect(dueDate).toMatch(/^2035-07-0[23]T/);
    expect(await order.result()).toMatchObject({ state: 'completed' });
  });
});

test('an order of 90 days escalates on each business day, and its history does not grow', async () => {
  await start(startTimeSkippingStack({ workers: false }), { OCTANE_POLL_INTERVAL: '6h' });
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990003 } }));
  expect(await order.result()).toMatchObject({ state: 'completed' });
  const { events } = await stack.client.workflow.getHandle(order.workflowId).fetchHistory();
  expect(events?.length).toBeLessThanOrEqual(80);
  expect(escalations().length).toBeGreaterThan(50);
  expect(escalations().length).toBeLessThan(66);
  const { timeline } = await order.progress();
  const overdue = timeline.filter(({ text }) => text.includes('overdue: more than 1 business day'));
  expect(overdue.length).toBeLessThanOrEqual(3);
});

describe('a status that is not mapped', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nbn-orders-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('is shown raw, reported once, and becomes known by configuration', async () => {
    await start(startDevServerStack({ workers: false, speed: 1_500 }));
    const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 990004 } }));
    const { orderId } = await seenAs(order, 'unknown');
    stack.runSandboxAt(0);
    const reports = () => warnings.filter(({ message }) => message.startsWith('Octane used a status that no row maps'));
    expect(reports()).toMatchObject([{ meta: { orderId, orderStatus: 'Zigzagging' } }]);

    const file = join(folder, 'nbn.json');
    await writeFile(file, JSON.stringify({ statuses: [{ orderStatus: 'Zigzagging', state: 'held' }] }));
    await stopWorkers();
    stopWorkers = await startWorkers({ NBN_CONFIG: file });
    await seenAs(order, 'held');
    expect(reports()).toHaveLength(1);
  }, 150_000);

  /** A look that a worker was given while it stopped is repeated after a minute only. */
  async function seenAs(order: OrderHandle, state: OrderState) {
    const progress = await eventually(async () => {
      const now = await order.progress();
      return now.state === state ? now : undefined;
    }, 90);
    expect(progress).toMatchObject({ orderStatus: 'Zigzagging', waitingFor: 'octane' });
    expect(progress.timeline.at(-1)?.text).toBe('Octane says: Zigzagging');
    return progress;
  }
});
