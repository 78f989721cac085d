import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { codeIn } from '../code-blocks.ts';
import { startDevServerStack } from '../stack.ts';
import { installClient, sizeOnDisk } from './installed-package.ts';

const run = promisify(execFile);

const MEGABYTE = 1_000_000;

const packages = Object.fromEntries(
  ['.', 'client'].map((folder) => [folder, JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Package]),
);

interface Package {
  version: string;
  license: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
  keywords?: string[];
  repository?: unknown;
}

/** Where another service has installed the package. */
let service: string;
let installation: string;

beforeAll(async () => {
  service = await mkdtemp(join(tmpdir(), 'nbn-orders-client-'));
  installation = await installClient(service);
});

afterAll(async () => {
  await rm(service, { recursive: true, force: true });
});

test('it installs without a warning about Node, in less than 60 MB', () => {
  expect(installation).not.toContain('EBADENGINE');
  const size = sizeOnDisk(join(service, 'node_modules'));
  expect(size).toBeGreaterThan(10 * MEGABYTE);
  expect(size).toBeLessThan(60 * MEGABYTE);
});

test('it has nothing of the worker, of the sandbox and of the command', () => {
  const installed = readdirSync(join(service, 'node_modules'), { recursive: true }).map(String);
  expect(installed).toContain(join('@temporalio', 'client', 'package.json'));
  const foreign = /^(@temporalio\/(core-bridge|worker|workflow|activity|testing)|fastify|got|pino|commander|luxon)\//;
  expect(installed.filter((file) => foreign.test(file))).toEqual([]);
  const own = readdirSync(join(service, 'node_modules/nbn-orders-client/dist'));
  expect(own.sort()).toEqual(['client', 'contract', 'schemas', 'temporal']);
});

test('it says what it is, and needs what the rest of the repository needs', () => {
  const { '.': root, client } = packages;
  expect(client).toMatchObject({ version: root?.version, license: root?.license, engines: root?.engines });
  expect(root?.dependencies).toMatchObject(client?.dependencies ?? {});
  expect(client?.keywords?.length).toBeGreaterThan(3);
  expect(client?.repository).toMatchObject({ type: 'git', directory: 'client' });
  const files = readdirSync(join(service, 'node_modules/nbn-orders-client'));
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
});

test('the contract in it is that of this version', () => {
  const schema = 'planChange.input.json';
  const installed = join(service, 'node_modules/nbn-orders-client/dist/schemas', schema);
  expect(readFileSync(installed, 'utf8')).toBe(readFileSync(join('contract/schemas', schema), 'utf8'));
});

const TYPED_CALLER = `
import { NbnOrders, type OrderHandle, type OrderState, type Progress } from 'nbn-orders-client';

const orders: NbnOrders = await NbnOrders.connect();
const input = { reference: 'SO-1', service: { custNo: 1 }, planNo: 1, custReqDate: '2026-12-01T00:00:00Z' };
const order: OrderHandle<'planChange'> = await orders.start('planChange', input);
const progress: Progress = await order.progress();
export const state: OrderState = progress.state;
export const orderId: string | undefined = (await order.result()).orderId;
// @ts-expect-error -- there is no such flow
await orders.start('planchange', input);
// @ts-expect-error -- a text is no number
await orders.start('planChange', { ...input, planNo: '1' });
// @ts-expect-error -- an order has no measurements
export const { metrics } = await order.result();
`;

test.each([
  ['node16', 'node16'],
  ['esnext', 'bundler'],
])('its types are strict with module %s and moduleResolution %s', async (module, moduleResolution) => {
  const pages = ['README.md', 'docs/starting-orders.md', 'client/README.md'];
  const examples = pages.flatMap((page) => [...codeIn(page, 'ts'), ...codeIn(page, 'js')]);
  expect(examples.length).toBeGreaterThan(1);
  const callers = await Promise.all(
    [TYPED_CALLER, ...examples].map(async (code, index) => {
      const file = `caller-${module}-${index}.ts`;
      await writeFile(join(service, file), code);
      return file;
    }),
  );
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const mode = ['--target', 'es2022', '--module', module, '--moduleResolution', moduleResolution];
  const tsc = resolve('node_modules/typescript/bin/tsc');
  // It fails on what Temporal's own declarations say under exactOptionalPropertyTypes; ours are checked with them.
  const { stdout } = await run(process.execPath, [tsc, ...strict, ...mode, ...callers], { cwd: service }).catch(
    (error: unknown) => error as { stdout: string },
  );
  const errors = stdout.split('\n').filter((line) => line.includes(': error TS'));
  expect(errors.filter((line) => !line.startsWith('node_modules/@temporalio/'))).toEqual([]);
});

const UNTYPED_CALLER = `
import { NbnOrders } from 'nbn-orders-client';

const input = { reference: 'SO-1', service: { custNo: 100001 }, planNo: 1002, custReqDate: '2026-03-02T00:00:00Z' };
const orders = await NbnOrders.connect();
const refused = async (flow, wrong) => orders.start(flow, { ...input, ...wrong }).catch((error) => error.message);
const answers = [await refused('planchange'), await refused(undefined), await refused('planChange', { plan_no: 1 })];
const order = await orders.start('planChange', input);
const { flow } = await order.progress();
const { state } = await order.result();
console.log(JSON.stringify({ answers, flow, state }));
await orders.close();
`;

test('a service in plain JavaScript starts an order and follows it, and its slips are named', async () => {
  const stack = await startDevServerStack({ speed: 20_000 });
  try {
    await writeFile(join(service, 'caller.js'), UNTYPED_CALLER);
    const env = { PATH: process.env['PATH'], TEMPORAL_ADDRESS: stack.env.address };
    const { stdout, stderr } = await run(process.execPath, ['caller.js'], { cwd: service, env });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      answers: [
        expect.stringMatching(/^The flow must be one of .*did you mean "planChange"\?/),
        expect.stringMatching(/^The flow must be one of activate, planChange/),
        expect.stringMatching(/^The planChange order is invalid: plan_no: is not known here; did you mean "planNo"\?/),
      ],
      flow: 'planChange',
      state: 'completed',
    });
  } finally {
    await stack.stop();
  }
});
