import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { codeIn } from '../code-blocks.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { installPython, type Python, type Running } from '../python.ts';

const PAGE = 'docs/other-languages.md';

let stack: Stack;
let python: Python;

beforeAll(async () => {
  python = await installPython('test/other-languages/requirements.txt');
  stack = await startDevServerStack({ speed: 20_000 });
  const [order = '', withdraw = ''] = codeIn(PAGE, 'python');
  await writeFile(join(python.folder, 'order.py'), order);
  await writeFile(join(python.folder, 'withdraw.py'), withdraw);
  await python.run('sh', ['-ec', `ln -s ${resolve('contract')} contract; ${commandsFor('datamodel-codegen')}`]);
}, 300_000);

afterAll(async () => {
  await stack?.stop();
  await python?.remove();
});

/** The commands of the page that need no network: what they install, requirements.txt has. */
function commandsFor(program: string): string {
  const commands = codeIn(PAGE, 'sh').find((block) => block.includes(`\n${program} `)) ?? '';
  return commands.replace(/^pip install .*$/m, '');
}

function runPython(...args: string[]): Running {
  return python.run('python', [resolve('test/other-languages/run.py'), ...args], {
    TEMPORAL_ADDRESS: stack.env.address,
    PYTHONUNBUFFERED: '1',
  });
}

test('the example starts an order and follows it to its end, and finds the same order again', async () => {
  const ended = /Ended: completed, Octane's order \d+\n$/;
  expect(await runPython('order.py', 'SO-1001')).toMatch(new RegExp(`^State: \\w+\n${ended.source}`));
  expect(await runPython('order.py', 'SO-1001')).toMatch(
    new RegExp(`^It is there already.\nState: completed\n${ended.source}`),
  );
  expect(stack.sandbox.records.ordersOf(100003)).toHaveLength(1);
});

test('the models refuse what an order would refuse', async () => {
  await expect(runPython('order.py', 'a reference with spaces')).rejects.toThrow(/string_pattern_mismatch/);
});

test('the examples withdraw an order, and tell how it failed', async () => {
  const holdUntil = new Date(Date.now() + 86_400_000).toISOString();
  const { reference } = await stack.orders.start('planChange', planChangeInput({ holdUntil }));
  const following = runPython('order.py', reference);
  // What it says first is that the order is there, so it follows this one.
  await once(following.child.stdout ?? following.child, 'data');
  expect(await runPython('withdraw.py', reference, 'the customer asked for it')).toMatch(/^Accepted: True\. \w/);
  expect(await following).toMatch(/^It is there already\.\nState: \w+\nFailed: OrderCancelled: \w/);
  expect(await runPython('withdraw.py', reference, 'once more')).toBe('There is no such order, or it has ended.\n');
});

test('whatever crosses the contract is as its JSON Schema says', async () => {
  const happened = await runPython(resolve('test/other-languages/contract.py'), resolve('contract/schemas'));
  expect(JSON.parse(happened)).toEqual({
    completed: { result: 'completed', progress: 'completed', timeline: true },
    withdrawn: { refusal: 'UpdateRefused', accepted: true, type: 'OrderCancelled' },
    invalid: { schema: 2, type: 'InvalidOrder', paths: ['planNo', 'colour'] },
  });
});
