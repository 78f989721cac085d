import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { newApiKey } from '../../api/authentication/api-keys.ts';
import type { TokenSettings } from '../../api/authentication/tokens.ts';
import { RIGHTS, ROLES, type Right, type Role } from '../../api/roles.ts';
import { NbnOrders } from '../../client/index.ts';
import { planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startTestedApi, type TestedApi } from './api-stack.ts';

let stack: Stack;
let api: TestedApi;
let issuer: Issuer;

const expired = newApiKey('expired', ['administrator'], '2020-01-01T00:00:00Z');
const UNAUTHENTICATED = { status: 401, body: { type: 'urn:nbn-orders:problem:Unauthenticated' } };

beforeAll(async () => {
  // Nothing here needs a worker, so there is none.
  stack = await startDevServerStack({ workers: false });
  issuer = await startIssuer();
  api = await startTestedApi(new NbnOrders(stack.client, { answerExpected: 500 }), {
    tokens: issuer.settings,
    entries: [expired.entry],
  });
});

afterAll(async () => {
  await api?.close();
  await issuer?.close();
  await stack?.stop();
});

interface Issuer {
  settings: TokenSettings;
  privateKey: CryptoKey;
  close: () => Promise<void>;
}

/** Publishes its keys as an identity provider does. */
async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
  const server: Server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      issuer: 'https://login.example.com',
      audience: 'nbn-orders',
      jwksUrl: `http://127.0.0.1:${port}/jwks`,
      rolesClaim: 'realm_access.roles',
    },
    privateKey,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A token that is accepted, but for what a test changes. */
function token({
  audience = 'nbn-orders',
  issuer: by = 'https://login.example.com',
  expires = '1h',
  roles = ['viewer'],
  alg = 'RS256',
} = {}) {
  return new SignJWT({ realm_access: { roles } })
    .setProtectedHeader({ alg, kid: 'one' })
    .setSubject('ann')
    .setIssuer(by)
    .setAudience(audience)
    .setExpirationTime(expires);
}

/** A request for each right, which is allowed when it is not answered with 403. */
const REQUESTS: Record<Right, { method: string; path: string; body?: unknown }> = {
  read: { method: 'GET', path: '/v1/orders' },
  start: { method: 'PUT', path: '/v1/orders/nobody-may', body: {} },
  withdraw: { method: 'POST', path: '/v1/orders/nobody-may/withdraw', body: {} },
  reschedule: { method: 'POST', path: '/v1/orders/nobody-may/reschedule', body: {} },
  resolve: { method: 'POST', path: '/v1/orders/nobody-may/resolve', body: {} },
  poll: { method: 'POST', path: '/v1/orders/nobody-may/poll' },
  notify: { method: 'POST', path: '/v1/notifications/octane', body: {} },
  sendEvents: { method: 'POST', path: '/v1/events/undelivered/send-again', body: { receiver: '?' } },
  decrypt: { method: 'POST', path: '/codec/decode', body: { payloads: [] } },
};

/** Said once more, so that a change of the table is a change of two. */
const ALLOWED: Record<Role, Right[]> = {
  viewer: ['read'],
  starter: ['read', 'start', 'withdraw', 'reschedule', 'poll', 'notify'],
  operator: ['read', 'withdraw', 'reschedule', 'resolve', 'poll', 'sendEvents', 'decrypt'],
  administrator: ['read', 'start', 'withdraw', 'reschedule', 'resolve', 'poll', 'notify', 'sendEvents', 'decrypt'],
};

describe('rights', () => {
  const rights = Object.keys(RIGHTS) as Right[];
  test.each(ROLES.flatMap((role) => rights.map((right) => [role, right, ALLOWED[role].includes(right)] as const)))(
    '%s, %s: %s',
    async (role, right, allowed) => {
      const { method, path, body } = REQUESTS[right];
      const { status } = await api.ask(method, path, { as: api.keys[role], body });
      expect(status !== 403).toBe(allowed);
    },
  );

  test('of a caller without a login: none', async () => {
    for (const { method, path, body } of Object.values(REQUESTS)) {
      expect(await api.ask(method, path, { as: '', body })).toMatchObject(UNAUTHENTICATED);
    }
  });
});

describe('an API key', () => {
  test.each([
    ['that has expired', expired.key],
    ['that is not known', newApiKey('other', ['administrator'], '2099-01-01T00:00:00Z').key],
    ['in part', expired.key.slice(0, 20)],
    ['that is too long', `nbn_${'x'.repeat(10_000)}`],
  ])('%s is not accepted', async (_, key) => {
    const answer = await api.ask('GET', '/v1/orders', { as: key });
    expect(answer).toMatchObject(UNAUTHENTICATED);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('a token', () => {
  test('of the issuer has the roles of its claim', async () => {
    const viewer = await token().sign(issuer.privateKey);
    expect(await api.ask('GET', '/v1/orders', { as: viewer })).toMatchObject({ status: 200 });
    expect(await api.ask('POST', '/v1/notifications/octane', { as: viewer, body: { orderId: '1' } })).toMatchObject({
      status: 403,
    });
    const stranger = await token({ roles: ['owner'] }).sign(issuer.privateKey);
    expect(await api.ask('GET', '/v1/orders', { as: stranger })).toMatchObject({ status: 403 });
  });

  test.each([
    ['for another audience', () => token({ audience: 'billing' }).sign(issuer.privateKey)],
    ['of another issuer', () => token({ issuer: 'https://other.example.com' }).sign(issuer.privateKey)],
    ['that has expired', () => token({ expires: '-1h' }).sign(issuer.privateKey)],
    ['signed by another key', async () => token().sign((await generateKeyPair('RS256')).privateKey)],
    ['signed with a secret', () => token({ alg: 'HS256' }).sign(Buffer.alloc(32, 1))],
    [
      'with alg none',
      () =>
        new UnsecuredJWT({ realm_access: { roles: ['administrator'] } })
          .setSubject('ann')
          .setIssuer('https://login.example.com')
          .setAudience('nbn-orders')
          .setExpirationTime('1h')
          .encode(),
    ],
    ['that is none', () => 'not.a.token'],
  ])('%s is not accepted', async (_, forge) => {
    expect(await api.ask('GET', '/v1/orders', { as: await forge() })).toMatchObject(UNAUTHENTICATED);
  });

  test('cannot be checked while the issuer is away', async () => {
    const lonely = await startTestedApi(new NbnOrders(stack.client), {
      tokens: { ...issuer.settings, jwksUrl: 'http://127.0.0.1:1/jwks' },
    });
    const as = await token().sign(issuer.privateKey);
    expect(await lonely.ask('GET', '/v1/orders', { as })).toMatchObject({
      status: 503,
      body: { type: 'urn:nbn-orders:problem:IssuerUnavailable' },
    });
    await lonely.close();
  });
});

describe('a bad request', () => {
  const path = '/v1/orders/bad-request';
  const json = { 'content-type': 'application/json' };

  test.each([
    ['broken JSON', { text: '{"flow": ' }, 400, 'UnreadableRequest'],
    ['JSON that would change an object', { text: '{"__proto__": {"flow": "activate"}}' }, 400, 'UnreadableRequest'],
    ['an empty body', { text: '', headers: json }, 400, 'UnreadableRequest'],
    ['a list', { text: '[]' }, 422, 'InvalidOrder'],
    ['a text', { text: '"planChange"' }, 422, 'InvalidOrder'],
    ['null', { text: 'null' }, 422, 'InvalidOrder'],
    [
      'a form',
      { text: 'flow=activate', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'UnsupportedMediaType',
    ],
    [
      'a text that is not JSON by its type',
      { text: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'UnsupportedMediaType',
    ],
    ['too much', { body: { flow: 'x'.repeat(70_000) } }, 413, 'RequestTooLarge'],
    ['deep nesting', { text: '{"flow":'.repeat(5_000) + '1' + '}'.repeat(5_000) }, 422, 'InvalidOrder'],
    [
      'thousands of unknown fields',
      { body: Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`f${index}`, 1])) },
      422,
      'InvalidOrder',
    ],
  ])('%s', async (_, asked, status, type) => {
    const answer = await api.ask('PUT', path, asked);
    expect(answer).toMatchObject({ status, body: { type: `urn:nbn-orders:problem:${type}` } });
    expect(JSON.stringify(answer.body).length).toBeLessThan(10_000);
  });

  test.each([
    ['GET', '/v1/nothing', 404],
    ['GET', '/v1/orders/%ZZ', 400],
    ['GET', `/v1/orders/${'x'.repeat(65)}`, 422],
    ['GET', "/v1/orders/a'b", 422],
    ['GET', '/v1/orders/..%2f..%2fetc', 422],
    ['DELETE', path, 405],
    ['PATCH', path, 405],
    ['GET', `${path}/withdraw`, 405],
    ['GET', '/openapi', 404],
  ])('%s %s: %i', async (method, address, status) => {
    const response = await fetch(api.url + address, {
      method,
      headers: { authorization: `Bearer ${api.keys.administrator}` },
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    if (status === 405) expect(response.headers.get('allow')).not.toBe('');
  });
});

test('too many requests of a caller are refused, and do not concern another', async () => {
  const limited = await startTestedApi(new NbnOrders(stack.client), { requestsPerSecond: 1 });
  const { viewer, operator } = limited.keys;
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => (await limited.ask('GET', '/v1/orders', { as: viewer })).status),
  );
  expect(statuses).toContain(429);
  expect((await limited.ask('GET', '/v1/orders', { as: operator })).status).toBe(200);
  await limited.close();
});

test('every change is in the audit log, done or not, and nothing that a person wrote', async () => {
  api.audited.length = 0;
  const { reference, ...input } = planChangeInput();
  const path = `/v1/orders/${reference}`;
  await api.ask('PUT', path, { as: api.keys.starter, body: { flow: 'planChange', ...input } });
  await api.ask('PUT', path, { as: api.keys.viewer, body: { flow: 'planChange', ...input } });
  await api.ask('POST', '/v1/orders/Jacqueline%20Sandbox/withdraw', { body: { reason: 'Jacqueline has moved' } });
  await api.ask('GET', '/v1/orders');
  expect(api.audited).toEqual([
    { who: 'the-starter', what: 'start', flow: 'planChange', reference, from: '127.0.0.1', status: 201 },
    { who: 'the-viewer', what: 'start', reference, from: '127.0.0.1', status: 403, problem: 'NotAllowed' },
    { who: 'the-administrator', what: 'withdraw', from: '127.0.0.1', status: 422, problem: 'InvalidRequest' },
  ]);
});

test('without a worker orders start, and what only a worker can answer says so', async () => {
  const { reference, ...input } = planChangeInput();
  const path = `/v1/orders/${reference}`;
  const noWorker = { status: 503, body: { type: 'urn:nbn-orders:problem:NoWorker' } };
  expect(await api.ask('PUT', path, { body: { flow: 'planChange', ...input } })).toMatchObject({ status: 201 });
  expect(await api.ask('GET', path)).toMatchObject(noWorker);
  expect(await api.ask('POST', `${path}/withdraw`, { body: { reason: 'a test' } })).toMatchObject(noWorker);
  expect(await api.ask('GET', '/health/ready', { as: '' })).toMatchObject({ status: 200 });
});
