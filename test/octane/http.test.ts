import { once } from 'node:events';
import { answer, answerJson, hangUp, silence, type Behaviour } from './misbehaving-server.ts';
import { ACTIVATION, CUSTOMER, errorOf, setUp, SETTINGS, SUSPEND, type Setup } from './setup.ts';

const ORDER = { orderId: 'A1', success: true };

let setup: Setup;
beforeAll(async () => {
  setup = await setUp();
});
afterAll(() => setup.close());

/** The last call that the server received. */
const received = () => {
  const call = setup.server.calls.at(-1);
  if (!call) throw new Error('The server received no call.');
  return call;
};

describe('a request', () => {
  test('carries Basic credentials, whatever characters they have', async () => {
    setup.server.behave(answerJson(ORDER));
    await setup.octane.orders.create(SUSPEND);
    const expected = Buffer.from(`${SETTINGS.username}:${SETTINGS.password}`).toString('base64');
    expect(received().headers.authorization).toBe(`Basic ${expected}`);
  });

  test('carries the credentials of the settings rather than those in the base URL', async () => {
    setup.server.behave(answerJson(ORDER));
    const baseUrl = setup.server.baseUrl.replace('://', '://somebody:else@');
    await setup.connect({ baseUrl }).orders.create(SUSPEND);
    const expected = Buffer.from(`${SETTINGS.username}:${SETTINGS.password}`).toString('base64');
    expect(received().headers.authorization).toBe(`Basic ${expected}`);
  });

  test('asks for JSON in the encodings that are read', async () => {
    setup.server.behave(answerJson(ORDER));
    await setup.octane.orders.get('A1');
    expect(received().headers).toMatchObject({ accept: 'application/json' });
    expect(received().headers['accept-encoding']).toBe('gzip, deflate, br');
  });

  test('percent-encodes its parameters', async () => {
    setup.server.behave(answerJson(ORDER));
    await setup.octane.orders.get('../a b?c#d%2e');
    expect(received().path).toBe('/tiab/api/v1/service/orders/..%2Fa%20b%3Fc%23d%252e');
  });

  test.each(['', '.', '..'])('is not sent when a parameter would lead to another path: "%s"', async (orderId) => {
    setup.server.behave(answerJson(ORDER));
    const error = await errorOf(setup.octane.orders.get(orderId));
    expect(error).toMatchObject({ type: 'OctaneRefused', outcome: 'refused', retryable: false });
    expect(error.message).toContain('orderId');
    expect(setup.server.calls).toHaveLength(0);
  });

  test('goes to the path that the settings give instead', async () => {
    setup.server.behave(answerJson({ groupPlan: [] }));
    await setup.connect({ operations: { listPlans: { path: '/v2/plans/{groupno}/all' } } }).plans.list('123');
    expect(received().path).toBe('/tiab/api/v2/plans/123/all');
  });

  test('names the customer in the query when it lists orders', async () => {
    setup.server.behave(answerJson([]));
    await setup.octane.orders.list({ custNo: 100001 });
    expect(received().path).toBe('/tiab/api/v1/service/orders?custno=100001');
  });
});

describe('connections', () => {
  test('are kept between reads', async () => {
    setup.server.behave(answerJson({}));
    for (let call = 0; call < 3; call++) await setup.octane.orders.get('A1');
    expect(new Set(setup.server.calls.map(({ connection }) => connection)).size).toBe(1);
  });

  test.each([
    { what: 'create-order call', call: () => setup.octane.orders.create(SUSPEND) },
    { what: 'update', call: () => setup.octane.customers.update(CUSTOMER, { customerStatus: 'DIS' }) },
    { what: 'welcome email', call: () => setup.octane.customers.sendWelcomeEmail(CUSTOMER) },
  ])('are new for every $what, so that none runs into one that is about to close', async ({ call }) => {
    setup.server.behave(answerJson(ORDER));
    await setup.octane.orders.get('A1');
    await call();
    await call();
    expect(new Set(setup.server.calls.map(({ connection }) => connection)).size).toBe(3);
    expect(received().headers.connection).toBe('close');
  });
});

describe('nothing is sent twice', () => {
  test.each([
    { after: 'a broken connection', server: hangUp },
    { after: '429', server: answerJson({}, 429, { 'retry-after': '0' }) },
    { after: '500', server: answerJson({}, 500) },
    { after: '503', server: answerJson({}, 503, { 'retry-after': '0' }) },
    { after: 'a redirect', server: answer('', { location: '/tiab/api/elsewhere' }, 307) },
  ])('after $after', async ({ server }) => {
    setup.server.behave(server);
    await errorOf(setup.octane.orders.create(ACTIVATION));
    await errorOf(setup.octane.orders.get('A1'));
    expect(setup.server.calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});

describe('cancellation', () => {
  const reason = new Error('The activity is cancelled.');

  const halfAnAnswer: Behaviour = (response) => {
    response.writeHead(200).write('{"orderId":');
  };

  test.each([
    { what: 'before an answer', server: silence },
    { what: 'in the middle of an answer', server: halfAnAnswer },
  ])('ends the request $what and is told apart from a failure of Octane', async ({ server }) => {
    let ended: Promise<unknown> | undefined;
    setup.server.behave((response, call) => {
      ended = once(response, 'close');
      server(response, call);
    });
    const cancellation = new AbortController();
    const call = setup.octane.orders.create(SUSPEND, cancellation.signal);
    await setup.server.callReceived();
    cancellation.abort(reason);
    await expect(call).rejects.toBe(reason);
    await ended;
  });

  test('before the call sends nothing', async () => {
    setup.server.behave(answerJson(ORDER));
    await expect(setup.octane.orders.create(SUSPEND, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(setup.server.calls).toHaveLength(0);
  });
});
