import { resolve } from 'node:path';
import { NbnOrders } from '../../../client/index.ts';
import { eventually } from '../../eventually.ts';
import { planChangeInput } from '../../flows/inputs.ts';
import { installPython, type Python } from '../../python.ts';
import { startDevServerStack, type Stack } from '../../stack.ts';
import { startTestedApi, type TestedApi } from '../api-stack.ts';

const HERE = 'test/api/schemathesis';

let python: Python;
let stack: Stack;
let api: TestedApi;

beforeAll(async () => {
  python = await installPython(`${HERE}/requirements.txt`);
  stack = await startDevServerStack();
  api = await startTestedApi(new NbnOrders(stack.client));
  await startOrders();
}, 300_000);

afterAll(async () => {
  await api?.close();
  await stack?.stop();
  await python?.remove();
});

test('schemathesis finds no answer that openapi.json does not describe, and none of 500', async () => {
  const options = { header: `Authorization: Bearer ${api.keys.administrator}`, 'max-examples': '20', seed: '1' };
  const running = python.run(
    'schemathesis',
    [
      ...['--config-file', resolve(HERE, 'schemathesis.toml'), 'run', `${api.url}/openapi.json`],
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    { SCHEMATHESIS_HOOKS: resolve(HERE, 'hooks.py') },
  );
  // A run that finds something fails, and its report says what.
  const report = await running.catch(reportOf);
  expect(report).toMatch(/\d+ generated, \d+ passed/);
}, 400_000);

/** Those that schemathesis.toml names. */
async function startOrders(): Promise<void> {
  const holdUntil = new Date(Date.now() + 86_400_000).toISOString();
  for (const reference of ['waiting-1', 'waiting-2']) {
    await stack.orders.start('planChange', planChangeInput({ reference, holdUntil }));
  }
  const fallout = planChangeInput({
    reference: 'fallout-1',
    service: { custNo: 100004 },
    planNo: 9999,
    onFallout: 'wait',
  });
  await stack.orders.start('planChange', fallout);
  await eventually(async () => (await api.ask('GET', '/v1/orders/fallout-1')).body.fallout);
}

function reportOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : String(error);
}
