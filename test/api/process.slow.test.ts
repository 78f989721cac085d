import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newApiKey } from '../../api/authentication/api-keys.ts';
import { freePort } from '../../local/ports.ts';
import { startServerProcess, type ServerProcess } from '../../local/server-process.ts';
import { eventually } from '../eventually.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { FormClient } from '../page/form-client.ts';
import { assertDocumented } from './answers.ts';

const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();

let folder: string;
let running: ServerProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nbn-api-'));
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true });
});

/** The API as `npm run api` starts it, with no Temporal to talk to. */
async function startApiProcess(environment: NodeJS.ProcessEnv = {}) {
  const { PATH, HOME } = process.env;
  const url = `127.0.0.1:${await freePort()}`;
  const server = await startServerProcess(process.execPath, ['--import', 'tsx', 'api/main.ts'], () => undefined, {
    environment: { PATH, HOME, TEMPORAL_ADDRESS: '127.0.0.1:1', NBN_API_ADDRESS: url, ...environment },
    outputFile: join(folder, 'output.log'),
  });
  running = server;
  return {
    server,
    url: `http://${url}`,
    ask: async (method: string, path: string, key: string, body?: unknown) => {
      const response = await fetch(`http://${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const { status, headers } = response;
      const answer = { status, headers, body: JSON.parse(await response.text()) as Record<string, string> };
      assertDocumented(method, path, answer);
      return answer;
    },
  };
}

test('without Temporal each request is answered with that; the key is on the terminal and not in the log', async () => {
  const { server, url, ask } = await startApiProcess();
  const key = await eventually(() => Promise.resolve(/nbn_\S+/.exec(server.lastLines.join('\n'))?.[0]));
  const { reference, ...input } = planChangeInput();
  const path = `/v1/orders/${reference}`;
  const answers = await Promise.all([
    ask('PUT', path, key, { flow: 'planChange', ...input }),
    ask('GET', '/v1/orders', key),
    ask('GET', path, key),
    ask('POST', `${path}/poll`, key),
    ask('POST', `${path}/withdraw`, key, { reason: 'a test' }),
    ask('POST', '/v1/notifications/octane', key, { orderId: '1' }),
    ask('GET', '/health/ready', ''),
  ]);
  const unavailable = { status: 503, body: { type: 'urn:nbn-orders:problem:TemporalUnavailable' } };
  for (const answer of answers) expect(answer).toMatchObject(unavailable);
  expect(await ask('GET', '/health/live', '')).toMatchObject({ status: 200 });
  const browser = new FormClient(url);
  await browser.logIn(key);
  expect(await browser.get('/')).toMatchObject({
    status: 503,
    html: expect.stringContaining('Temporal cannot be reached'),
  });
  await server.stop();
  expect(await server.ended).toBe('exit code 0');
  const output = await readFile(join(folder, 'output.log'), 'utf8');
  expect(output).toContain('"log":"audit"');
  expect(output).not.toContain(key);
});

test('a key works from when it is in the file until it is taken out of it', async () => {
  const keysFile = join(folder, 'keys.json');
  const one = newApiKey('one', ['viewer'], inAYear);
  const other = newApiKey('other', ['viewer'], inAYear);
  await writeFile(keysFile, JSON.stringify({ keys: [one.entry] }));
  const { ask } = await startApiProcess({ NBN_API_KEYS: keysFile });
  // What is no reference is refused without Temporal, after the login.
  const statusWith = async (key: string) => (await ask('GET', '/v1/orders/%20', key)).status;
  await eventually(() => statusWith(one.key).catch(() => undefined));
  expect(await Promise.all([statusWith(one.key), statusWith(other.key)])).toEqual([422, 401]);
  await writeFile(keysFile, JSON.stringify({ keys: [other.entry] }));
  await eventually(async () => ((await statusWith(other.key)) === 422 ? true : undefined));
  expect(await statusWith(one.key)).toBe(401);
  // A file that cannot be read locks nobody out.
  await writeFile(keysFile, '{');
  await eventually(async () =>
    (await readFile(join(folder, 'output.log'), 'utf8')).includes('cannot be read') ? true : undefined,
  );
  expect(await statusWith(other.key)).toBe(422);
});

test('every wrong setting is named, and it does not listen to others without logins', async () => {
  const { server } = await startApiProcess({
    NBN_API_ADDRESS: '0.0.0.0:8580',
    NBN_API_JWT_ISSUER: 'https://login.example.com',
    NBN_API_REQUESTS_PER_SECOND: 'many',
  });
  expect(await server.ended).toBe('exit code 1');
  const lines = server.lastLines.join('\n');
  for (const name of ['NBN_API_JWT_AUDIENCE', 'NBN_API_JWT_JWKS_URL', 'NBN_API_REQUESTS_PER_SECOND'])
    expect(lines).toContain(name);
  const { server: open } = await startApiProcess({ NBN_API_ADDRESS: '0.0.0.0:8580' });
  expect(await open.ended).toBe('exit code 1');
  expect(open.lastLines.join('\n')).toContain('NBN_API_ADDRESS: may be other than 127.0.0.1 only with');
});
