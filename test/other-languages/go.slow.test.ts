import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath } from '../../local/executables.ts';
import { codeIn } from '../code-blocks.ts';
import { startDevServerStack, type Stack } from '../stack.ts';

const run = promisify(execFile);

/** The page takes the newest. */
const TESTED_WITH = {
  'go.temporal.io/sdk ': 'go.temporal.io/sdk@v1.51.0 ',
  'go.temporal.io/sdk/contrib/envconfig': 'go.temporal.io/sdk/contrib/envconfig@v1.0.2',
  'go-jsonschema@latest': 'go-jsonschema@v0.24.1',
};

// Go is not needed to work on this. The page says that its example is run where Go is installed.
const testWithGo = (await findOnPath('go', process.env['PATH'])) === undefined ? test.skip : test;

let folder: string;
let stack: Stack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nbn-orders-go-'));
  stack = await startDevServerStack({ speed: 20_000 });
});

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function inFolder(command: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, TEMPORAL_ADDRESS: stack.env.address };
  return (await run(command, args, { cwd: folder, env })).stdout;
}

/** The page's, with fixed versions. */
function commands(): string {
  const block = codeIn('docs/other-languages.md', 'sh').find((code) => code.startsWith('go mod init')) ?? '';
  return Object.entries(TESTED_WITH).reduce((text, [name, fixed]) => text.replace(name, fixed), block);
}

testWithGo(
  'the example in Go starts an order and follows it to its end, and finds the same order again',
  async () => {
    const [program = ''] = codeIn('docs/other-languages.md', 'go');
    await writeFile(join(folder, 'main.go'), program);
    await inFolder('sh', '-ec', `ln -s ${resolve('contract')} contract; ${commands()}`);
    await inFolder('go', 'mod', 'tidy');
    await inFolder('go', 'vet', './...');
    await inFolder('go', 'build', '-o', 'order', '.');
    const ended = await inFolder('./order', 'SO-1001');
    expect(ended).toMatch(/^State: \w+\nEnded: completed\n$/);
    expect(await inFolder('./order', 'SO-1001')).toBe(ended.replace(/^State: \w+/, 'State: completed'));
  },
  // The first time it compiles all of the SDK.
  600_000,
);
