import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { NbnOrders } from '../../client/index.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startTestedApi, type TestedApi } from './api-stack.ts';

const run = promisify(execFile);

let stack: Stack;
let api: TestedApi;
let manual: string;

beforeAll(async () => {
  stack = await startDevServerStack();
  api = await startTestedApi(new NbnOrders(stack.client));
  manual = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');
});

afterAll(async () => {
  await api?.close();
  await stack?.stop();
});

/** The example of docs/api.md in this language, as a service would run it. */
async function runExample(language: string, command: string): Promise<string> {
  const [, example = ''] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(manual) ?? [];
  const { PATH } = process.env;
  const { stdout } = await run(command, ['-c', example], {
    env: { PATH, NBN_API_URL: api.url, NBN_API_KEY: api.keys.starter },
  });
  return stdout;
}

test('the curl example of the manual starts an order and shows it', async () => {
  const output = await runExample('sh', 'sh');
  expect(output).toContain('{"reference":"SO-1001","flow":"planChange"}');
  expect(output).toContain('"may":["withdraw","poll"]');
});

test('the Python example of the manual starts an order and withdraws it', async () => {
  const [state, withdrawal] = (await runExample('python', 'python3')).trim().split('\n');
  expect(state).toBe('waiting');
  expect(withdrawal).toContain("'accepted': True");
});
