import { randomUUID } from 'node:crypto';
import type { ActivateInput } from '../../contract/inputs.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { activateInput, PERSON } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const SPEED = 60;
type Rule = NonNullable<Parameters<Stack['sandbox']['faults']['set']>[0]['rules']>[number];

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({
    speed: SPEED,
    config: { orderListDelay: '8s', responseTimeout: '500ms', longestResponseTimeout: '1s' },
  });
});

afterAll(async () => {
  await stack?.stop();
});

/** The call is carried out seven seconds later, which is longer than a worker waits. */
const LATE: Rule = { fault: 'deferred', delaySeconds: 7 * SPEED, operations: ['addCustomer'], calls: 1 };
/** The call is carried out, and its answer is lost. */
const LOST: Rule = { fault: 'reset', when: 'after', operations: ['addCustomer'], calls: 1 };
const listed = (changes: Partial<Extract<Rule, { fault: 'rewrite' }>>): Rule => ({
  fault: 'rewrite',
  operations: ['listCustomers'],
  ...changes,
});
const listIs = (body: string): Rule => ({ fault: 'answer', operations: ['listCustomers'], body });

let houses = 0;

/** An activation for somebody who is not a customer yet, at a house of its own. */
function newCustomer(changes: Partial<ActivateInput> = {}): ActivateInput {
  houses += 1;
  return activateInput({
    customer: { new: PERSON },
    address: { locationId: `LOC38010002${houses}991` },
    custReqDate: FAR_AHEAD,
    ...changes,
  });
}

/** The numbers of the customers whom Octane has for the order. */
function addedFor({ reference }: ActivateInput): number[] {
  const customers = stack.sandbox.records.customers().filter(({ settings }) => settings.altCustId === reference);
  return customers.map(({ custNo }) => custNo);
}

const isHit = () => eventually(() => Promise.resolve(stack.sandbox.faults.log.length > 0 || undefined));
const addCalls = () => stack.sandbox.records.calls.of('addCustomer');

test('a customer who is added later than a worker waits is found, and not added twice', async () => {
  stack.sandbox.faults.set({ rules: [LATE] });
  const before = addCalls();
  const input = newCustomer();
  const order = await stack.orders.start('activate', input);
  await eventually(async () => (await order.progress()).orderId);
  expect(addedFor(input)).toEqual([(await order.progress()).custNo]);
  expect(addCalls()).toBe(before + 1);
});

test('a customer whom a terminated run was adding is found by the next run, and not added twice', async () => {
  stack.sandbox.faults.set({ rules: [LATE] });
  const before = addCalls();
  const input = newCustomer();
  const first = await stack.orders.start('activate', input);
  await isHit();
  await stack.client.workflow.getHandle(first.workflowId).terminate('by mistake');
  const query = `WorkflowId = '${first.workflowId}' AND ExecutionStatus = 'Terminated'`;
  await eventually(async () => {
    for await (const execution of stack.client.workflow.list({ query })) return execution;
    return undefined;
  });
  const again = await stack.orders.start('activate', input);
  await eventually(async () => (await again.progress()).orderId);
  expect(addedFor(input)).toEqual([(await again.progress()).custNo]);
  expect(addCalls()).toBe(before + 1);
});

test.each<[string, (reference: string) => Rule]>([
  ['has no settings, where the reference is', () => listed({ remove: ['settings'] })],
  ['has the number in another field', () => listed({ rename: { custNo: 'customerNumber' } })],
  [
    'has another spelling of the reference',
    (reference) =>
      listed({ where: { 'settings.altCustId': reference }, set: { 'settings.altCustId': reference.toUpperCase() } }),
  ],
  ['has the reference in another field', () => listed({ rename: { 'settings.altCustId': 'settings.externalId' } })],
  ['says that it has more rows', () => listIs('{"customers": [], "total": 300}')],
  ['has bare numbers', () => listIs('[100001, 100002]')],
])('a customer is left to a person, and not added twice, when the list %s', async (_, list) => {
  const before = addCalls();
  const reference = `T-${randomUUID()}`;
  stack.sandbox.faults.set({ rules: [LOST, list(reference)] });
  const input = newCustomer({ reference });
  const order = await stack.orders.start('activate', input);
  await expect(order.result()).rejects.toMatchObject({ details: { code: 'customerOutcomeUnknown' } });
  expect(addCalls()).toBe(before + 1);
  expect(addedFor(input)).toHaveLength(1);
});
