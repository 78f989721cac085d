import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { workflowIdOf } from '../../contract/names.ts';
import { ALL_OURS, runningHistories } from '../../replay/running.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { mutated, MUTATIONS } from './mutations.ts';
import { FAR_AHEAD } from '../far-ahead.ts';

const OPEN = 24;
const CLOSED = 6;
const CHANGED_BUNDLE = TEST_BUNDLE.replace('.js', '-changed.js');

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 100_000 });
  const open = Array.from({ length: OPEN }, (_, index) =>
    planChangeInput({ reference: `R-open-${index}`, holdUntil: FAR_AHEAD }),
  );
  const closed = Array.from({ length: CLOSED }, (_, index) =>
    planChangeInput({ reference: `R-closed-${index}`, service: { custNo: 100001 + index } }),
  );
  const orders = await Promise.all([...open, ...closed].map((input) => stack.orders.start('planChange', input)));
  await Promise.all(orders.slice(OPEN).map((order) => order.result()));
  await eventually(async () => {
    const { count } = await stack.client.workflow.count(
      "WorkflowType = 'planChange' AND ExecutionStatus = 'Completed'",
    );
    return count === CLOSED ? true : undefined;
  });
});

afterAll(async () => {
  await stack?.stop();
});

/** What `nbn replay` says, and its exit code. */
async function nbnReplay(...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = promisify(execFile)(process.execPath, ['client/nbn.js', 'replay', ...options], {
    env: { ...process.env, ...stack.environment },
  });
  const ended = command.then((output) => ({ code: 0, ...output }));
  return ended.catch((error: unknown) => error as { code: number; stdout: string; stderr: string });
}

test('all that the server has goes on with the code of today, and a summary says so', async () => {
  const { code, stdout, stderr } = await nbnReplay('--bundle', TEST_BUNDLE);
  expect(stderr).toMatch(/ replayed in .* 0 broken$/m);
  expect(stdout).toMatch(new RegExp(`^planChange +${OPEN} +${CLOSED} +0$`, 'm'));
  expect(stdout).toMatch(/^serviceLock +0 +6 +0$/m);
  expect(code).toBe(0);
});

test('a change that breaks orders in flight ends with 1, and names each order and what to do', async () => {
  // The order of these steps shows only where they were taken: with the closed orders.
  writeFileSync(CHANGED_BUNDLE, mutated(readFileSync(TEST_BUNDLE, 'utf8'), control('two steps swapped')));
  const { code, stdout } = await nbnReplay('--bundle', CHANGED_BUNDLE, '--query', "WorkflowType = 'planChange'");
  for (let index = 0; index < CLOSED; index++)
    expect(stdout).toContain(`${workflowIdOf(`R-closed-${index}`)}, commands: `);
  expect(stdout).not.toContain('R-open-');
  expect(stdout).toMatch(new RegExp(`^planChange +${OPEN} +${CLOSED} +${CLOSED}$`, 'm'));
  expect(stdout).toContain('docs/changing-a-workflow.md');
  expect(code).toBe(1);
});

test('the limit takes open orders first', async () => {
  const taken: string[] = [];
  for await (const { workflowId } of runningHistories(stack.client, ALL_OURS, OPEN + 1)) taken.push(workflowId);
  expect(taken.filter((workflowId) => workflowId.includes('R-open-'))).toHaveLength(OPEN);
  expect(taken).toHaveLength(OPEN + 1);
  expect(taken.at(-1)).not.toContain('R-open-');
});

test('a filter that the server does not understand ends with 2: nothing is known', async () => {
  const { code, stderr } = await nbnReplay('--bundle', TEST_BUNDLE, '--query', 'Nonsense = 1');
  expect(stderr).toContain('Nonsense');
  expect(code).toBe(2);
});

function control(name: string) {
  const mutation = MUTATIONS[name];
  if (!mutation) throw new Error(`There is no control ${name}.`);
  return mutation;
}

test('a lock that no order waits for has run no code yet, so nothing can break it', async () => {
  const order = await stack.orders.start(
    'planChange',
    planChangeInput({ service: { custNo: 100010 }, custReqDate: FAR_AHEAD }),
  );
  await eventually(async () => (await order.progress()).orderId);
  const { code, stdout } = await nbnReplay('--bundle', TEST_BUNDLE, '--query', "WorkflowType = 'serviceLock'");
  expect(stdout).toMatch(/^serviceLock +1 +6 +0$/m);
  expect(code).toBe(0);
});
