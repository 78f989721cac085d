import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { codeIn } from '../code-blocks.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const run = promisify(execFile);

let stack: Stack;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
});

afterAll(async () => {
  await stack?.stop();
});

/** A command of the page, in a shell that has `temporal`. */
async function shell(command: string): Promise<string> {
  const env = { ...process.env, TEMPORAL: await findTemporalBinary('cli'), TEMPORAL_ADDRESS: stack.env.address };
  return (await run('sh', ['-ec', `temporal() { "$TEMPORAL" "$@"; }; ${command}`], { env })).stdout;
}

test("Temporal's own command starts an order, reads it, updates it and waits for its end", async () => {
  const block = codeIn('docs/other-languages.md', 'sh').find((code) => code.startsWith('temporal ')) ?? '';
  const [start = '', query = '', withdraw = '', result = ''] = block.replaceAll('\\\n', '').trim().split('\n');
  stack.runSandboxAt(0);
  expect(await shell(start)).toBe(await shell(start));
  // Octane has it: from now on a plan change is carried out, and a withdrawal is told so.
  await eventually(async () => (await stack.orders.order('SO-1001').progress()).orderId);
  expect(await shell(query)).toContain('SO-1001');
  expect(await shell(withdraw)).toContain('accepted');
  stack.runSandboxAt(20_000);
  expect(await shell(result)).toMatch(/"state":\s*"completed"/);
});
