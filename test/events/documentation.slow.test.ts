import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { newSecret } from './receiver.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
let stack: Stack | undefined;
let receiver: ChildProcess | undefined;

beforeEach(async () => {
  // Within the checkout, so that the example finds its library.
  folder = await mkdtemp(join(ROOT, 'node_modules', '.events-example-'));
});

afterEach(async () => {
  receiver?.kill();
  await stack?.stop();
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test.each([
  ['js', 'node', 'receiver.mjs'],
  ['python', 'python3', 'receiver.py'],
])('the receiver in the manual, in %s, takes the events of an order', async (language, command, file) => {
  const manual = await readFile(join(ROOT, 'docs/events.md'), 'utf8');
  const [, example = ''] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(manual) ?? [];
  await writeFile(join(folder, file), example);
  const secret = newSecret();
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, secret);
  const port = await freePort();
  const { PATH } = process.env;
  receiver = spawn(command, [join(folder, file)], { env: { PATH, PORT: String(port), NBN_WEBHOOK_SECRET: secret } });
  let output = '';
  receiver.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  const url = `http://127.0.0.1:${port}/`;
  await eventually(async () => (await fetch(url, { method: 'POST' }).catch(() => undefined))?.status);
  stack = await startDevServerStack({
    speed: 20_000,
    config: { events: { allowedAddresses: ['127.0.0.1'], receivers: [{ name: 'example', url, secretFile }] } },
  });
  const order = await stack.orders.start('planChange', planChangeInput({ reference: 'SO-1' }));
  await order.result();
  await eventually(() => Promise.resolve(output.includes('order.ended SO-1 completed') || undefined));
  expect(output).toMatch(/^order\.stateChanged SO-1 placing\n/);
});
