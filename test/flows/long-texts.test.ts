import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { planChangeInput } from './inputs.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 500_000 });
});

afterAll(async () => {
  await stack?.stop();
});

test('an order whose status is a text of 4,000 characters is shown with its beginning, and followed on', async () => {
  const orderStatus = 'Zigzagging '.repeat(400).slice(0, 4000);
  stack.sandbox.faults.set({ rules: [{ fault: 'rewrite', set: { orderStatus }, operations: ['getOrder'] }] });
  const input = planChangeInput({ service: { custNo: 100001 }, custReqDate: FAR_AHEAD });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => ((await order.progress()).state === 'unknown' ? true : undefined));
  const handle = stack.client.workflow.getHandle(order.workflowId);
  const { typedSearchAttributes } = await handle.describe();
  const shown = typedSearchAttributes.get(SEARCH_ATTRIBUTES.orderStatus) ?? '';
  expect(shown.length).toBeLessThanOrEqual(255);
  expect(shown.startsWith('Zigzagging Zigzagging')).toBe(true);
  expect((await order.progress()).timeline.at(-1)?.text.length).toBeLessThanOrEqual(1300);

  const polls = () => stack.sandbox.records.calls.of('getOrder');
  const before = polls();
  await eventually(() => Promise.resolve(polls() > before + 1 || undefined));
  stack.sandbox.faults.clear();
  stack.sandbox.records.settle(Date.parse(FAR_AHEAD) + 30 * 24 * 3_600_000);
  expect(await order.result()).toMatchObject({ state: 'completed' });
});
