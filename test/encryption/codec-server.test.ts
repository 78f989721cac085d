import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { NbnOrders } from '../../client/index.ts';
import { EncryptionCodec } from '../../temporal/encryption/codec.ts';
import { KeyRing } from '../../temporal/encryption/key-ring.ts';
import { startTestedApi, type TestedApi } from '../api/api-stack.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { KeysFile, newKey } from './keys-file.ts';

const WEB_UI = 'http://127.0.0.1:8233';
const SECRET = { givenNames: 'Jacqueline' };

let keys: KeysFile;
let codec: EncryptionCodec;
let stack: Stack;
let api: TestedApi;

beforeAll(async () => {
  keys = new KeysFile(newKey('2026-11'));
  codec = new EncryptionCodec(new KeyRing(keys.path));
  stack = await startDevServerStack({ workers: false });
  api = await startTestedApi(new NbnOrders(stack.client), { codec, webUiUrl: `${WEB_UI}/namespaces/default` });
});

afterAll(async () => {
  await api?.close();
  await stack?.stop();
  keys.remove();
});

/** As the Web UI sends it. */
function inJson({ metadata, data }: Payload): { metadata: Record<string, string>; data: string } {
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
    data: base64(data),
  };
}

const PLAIN = inJson(defaultPayloadConverter.toPayload(SECRET));

async function encrypted(): Promise<ReturnType<typeof inJson>> {
  const [payload = {}] = await codec.encode([defaultPayloadConverter.toPayload(SECRET)]);
  return inJson(payload);
}

function decode(init: { headers?: Record<string, string>; body: unknown }): Promise<Response> {
  return fetch(`${api.url}/codec/decode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...init.headers },
    body: JSON.stringify(init.body),
  });
}

test('the Web UI reads what is encrypted, with a token or key, and what is plain stays', async () => {
  const answer = await decode({
    headers: { authorization: `Bearer ${api.keys.operator}`, origin: WEB_UI, 'x-namespace': 'default' },
    body: { payloads: [await encrypted(), PLAIN] },
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ payloads: [PLAIN, PLAIN] });
  expect(answer.headers.get('access-control-allow-origin')).toBe(WEB_UI);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(api.audited.at(-1)).toEqual({ who: 'the-operator', what: 'decrypt', from: '127.0.0.1', status: 200 });
});

test('a person who has logged in to the page of operators reads it too', async () => {
  const login = await fetch(`${api.url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ key: api.keys.operator }),
  });
  const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';');
  const answer = await decode({ headers: { cookie, origin: WEB_UI }, body: { payloads: [await encrypted()] } });
  expect(await answer.json()).toEqual({ payloads: [PLAIN] });
  expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
});

test('a viewer, and somebody without a login, read nothing', async () => {
  const body = { payloads: [await encrypted()] };
  expect((await decode({ body })).status).toBe(401);
  expect((await decode({ headers: { cookie: 'nbn_session=forged' }, body })).status).toBe(401);
  const viewer = await decode({ headers: { authorization: `Bearer ${api.keys.viewer}` }, body });
  expect(viewer.status).toBe(403);
  expect(await viewer.text()).not.toContain(PLAIN.data);
});

test('a browser lets only the page of the Web UI ask', async () => {
  const ask = (origin: string) =>
    fetch(`${api.url}/codec/decode`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-namespace',
      },
    });
  const allowed = await ask(WEB_UI);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(WEB_UI);
  expect(allowed.headers.get('access-control-allow-headers')).toContain('x-namespace');
  const refused = await ask('https://elsewhere.example.com');
  expect(refused.headers.get('access-control-allow-origin')).not.toBe('https://elsewhere.example.com');
});

test('one payload that cannot be decrypted does not hide the others', async () => {
  const other = new KeysFile(newKey('2020'));
  const [foreign = {}] = await new EncryptionCodec(new KeyRing(other.path)).encode([
    defaultPayloadConverter.toPayload(SECRET),
  ]);
  other.remove();
  const answer = await decode({
    headers: { authorization: `Bearer ${api.keys.administrator}` },
    body: { payloads: [inJson(foreign), await encrypted()] },
  });
  expect(await answer.json()).toEqual({ payloads: [inJson(foreign), PLAIN] });
});

test.each([
  ['no payloads', {}],
  ['a payload that is no object', { payloads: ['x'] }],
  ['data that is no Base64', { payloads: [{ metadata: {}, data: '***' }] }],
])('%s is refused', async (_, body) => {
  const answer = await decode({ headers: { authorization: `Bearer ${api.keys.administrator}` }, body });
  expect(answer.status).toBe(422);
});
