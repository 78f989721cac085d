import { randomUUID } from 'node:crypto';
import type { TestedApi } from '../api/api-stack.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { FormClient } from './form-client.ts';
import { inFallout, startPage } from './page-stack.ts';

let stack: Stack;
let page: TestedApi;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
  page = await startPage(stack);
});

afterAll(async () => {
  await page?.close();
  await stack?.stop();
});

async function loggedInAs(role: keyof TestedApi['keys']): Promise<FormClient> {
  const browser = new FormClient(page.url);
  await browser.logIn(page.keys[role]);
  return browser;
}

const resolveFields = (formToken: string) => ({
  formToken,
  requestId: randomUUID(),
  action: 'abandon',
  reason: 'ticket 4711',
});

describe('the login', () => {
  test('of a key that is known gives a cookie that no script and no other site can use', async () => {
    const { status, location, cookie } = await new FormClient(page.url).logIn(page.keys.operator);
    expect({ status, location }).toEqual({ status: 303, location: '/' });
    expect(cookie).toMatch(/^nbn_session=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(page.keys.operator);
  });

  test('of another key is refused, and nothing is shown', async () => {
    const browser = new FormClient(page.url);
    const { status, html } = await browser.logIn('nbn_wrong');
    expect(status).toBe(401);
    expect(html).toContain('not known here');
    expect(await browser.get('/')).toMatchObject({ status: 303, location: '/login' });
  });

  test('ends with the logout', async () => {
    const browser = await loggedInAs('viewer');
    expect(await browser.get('/')).toMatchObject({ status: 200 });
    await browser.post('/logout', { formToken: await browser.formToken() });
    expect(await browser.get('/')).toMatchObject({ status: 303, location: '/login' });
  });

  test('of a cookie that somebody else made counts for nothing', async () => {
    const answer = await fetch(page.url, {
      redirect: 'manual',
      headers: { cookie: 'nbn_session=e30.e30.e30.e30.e30' },
    });
    expect(answer.status).toBe(303);
  });
});

test('every page forbids scripts, and frames of other sites', async () => {
  const browser = await loggedInAs('viewer');
  for (const path of ['/', '/login', '/overdue', '/orders?q=none', '/orders/none']) {
    const { headers } = await browser.get(path);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

describe('an order in fallout', () => {
  const reference = 'T-page-forms';

  beforeAll(() => inFallout(stack, 100001, reference));

  test('is read by a viewer, who has no form to answer it', async () => {
    const viewer = await loggedInAs('viewer');
    const { html } = await viewer.get(`/orders/${reference}`);
    expect(html).toContain('A person must decide');
    expect(html).not.toContain(`/orders/${reference}/resolve`);
    expect((await viewer.get('/')).html).not.toContain('type="checkbox"');
  });

  test.each(['viewer', 'starter'] as const)('is not answered by a %s who makes up the form', async (role) => {
    const browser = await loggedInAs(role);
    const { status } = await browser.post(`/orders/${reference}/resolve`, resolveFields(await browser.formToken()));
    expect(status).toBe(403);
    expect(page.audited.at(-1)).toMatchObject({
      who: `the-${role}`,
      what: 'resolve',
      status: 403,
      problem: 'NotAllowed',
    });
  });

  test.each([
    ['without the token of its session', ''],
    ['with the token of another session', 'x'.repeat(43)],
  ])('is not answered by a form %s', async (_, formToken) => {
    const operator = await loggedInAs('operator');
    const { status, html } = await operator.post(`/orders/${reference}/resolve`, resolveFields(formToken));
    expect(status).toBe(403);
    expect(html).toContain('not of your session');
  });

  test('is not answered by an API key: a browser has a session', async () => {
    const browser = new FormClient(page.url);
    const { status, location } = await browser.post(`/orders/${reference}/resolve`, resolveFields('x'), {
      authorization: `Bearer ${page.keys.administrator}`,
    });
    expect({ status, location }).toEqual({ status: 303, location: '/login' });
  });

  test('is not changed by a wrong form, whose every field is named', async () => {
    const operator = await loggedInAs('operator');
    const { status, html } = await operator.post(`/orders/${reference}/resolve`, {
      formToken: await operator.formToken(),
      requestId: 'twice',
      action: 'explode',
    });
    expect(status).toBe(422);
    for (const field of ['requestId', 'action', 'reason']) expect(html).toContain(`<b>${field}</b>`);
    expect((await stack.orders.order(reference).progress()).state).toBe('fallout');
  });

  test('is answered once by a form that is sent twice, signed with the name of the login', async () => {
    const operator = await loggedInAs('operator');
    const fields = { ...resolveFields(await operator.formToken()), action: 'retry', 'input.planNo': '1002' };
    const answers = await Promise.all([1, 2].map(() => operator.post(`/orders/${reference}/resolve`, fields)));
    for (const { status, html } of answers) {
      expect(status).toBe(200);
      expect(html).toContain('Your answer, retry, was accepted.');
    }
    const { timeline } = await eventually(async () => {
      const progress = await stack.orders.order(reference).progress();
      return progress.state === 'completed' ? progress : undefined;
    });
    expect(timeline.filter(({ text }) => text.includes('the-operator'))).toHaveLength(1);
    expect(page.audited.find(({ status, what }) => what === 'resolve' && status === 200)).toMatchObject({
      who: 'the-operator',
      action: 'retry',
      reference,
    });
  });
});

test('an order is found by its reference, its customer and by what Octane calls it', async () => {
  const order = await stack.orders.start('planChange', {
    reference: 'T-page-found',
    service: { custNo: 100009 },
    planNo: 1002,
    custReqDate: '2026-03-02T00:00:00Z',
  });
  const { orderId } = await order.result();
  const viewer = await loggedInAs('viewer');
  const isFound = { status: 303, location: '/orders/T-page-found' };
  for (const text of ['T-page-found', '100009', orderId ?? '']) {
    await eventually(async () =>
      (await viewer.get(`/orders?q=${text}`)).location === isFound.location ? true : undefined,
    );
  }
  expect((await viewer.get('/orders?q=%3Cb%3Enobody')).html).toContain('value="&lt;b>nobody"');
  expect(await viewer.get('/orders/T-never-started')).toMatchObject({ status: 404 });
});
