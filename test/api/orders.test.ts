import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { NbnOrders } from '../../client/index.ts';
import { startTestedApi, type TestedApi } from './api-stack.ts';

let stack: Stack;
let api: TestedApi;

beforeAll(async () => {
  stack = await startDevServerStack({ speed: 20_000 });
  api = await startTestedApi(new NbnOrders(stack.client, { answerExpected: 2_000 }));
});

afterAll(async () => {
  await api?.close();
  await stack?.stop();
});

/** A plan change's address and body. */
function planChange(changes: Parameters<typeof planChangeInput>[0] = {}) {
  const { reference, ...input } = planChangeInput({ onFallout: 'wait', ...changes });
  return { reference, path: `/v1/orders/${reference}`, body: { flow: 'planChange', ...input } };
}

/** One that waits for a date. */
function held(changes: Parameters<typeof planChangeInput>[0] = {}) {
  return planChange({ holdUntil: new Date(Date.now() + 86_400_000).toISOString(), ...changes });
}

/** One that comes into fallout: the plan is not offered. */
async function inFallout(custNo: number) {
  const order = planChange({ service: { custNo }, planNo: 999_999 });
  await api.ask('PUT', order.path, { body: order.body });
  await eventually(async () => (await api.ask('GET', order.path)).body.fallout);
  return order;
}

describe('PUT /v1/orders/{reference}', () => {
  test('a hundred at once make one order, at Octane too', async () => {
    const { path, body, reference } = planChange({ service: { custNo: 100001 } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => api.ask('PUT', path, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(99).fill(200), 201]);
    expect(answers[0]).toMatchObject({ body: { reference, flow: 'planChange' } });
    const ended = await eventually(async () => {
      const { body: order } = await api.ask('GET', path);
      return order.result === undefined ? undefined : order;
    });
    expect(ended).toMatchObject({ state: 'completed', workflowStatus: 'COMPLETED', may: [] });
    expect(stack.sandbox.records.ordersOf(100001)).toHaveLength(1);
    expect(await api.ask('PUT', path, { body })).toMatchObject({ status: 200 });
  });

  test('null counts as absent, so it is the same order', async () => {
    const { path, body } = held();
    await api.ask('PUT', path, { body });
    expect(await api.ask('PUT', path, { body: { ...body, groupNo: null } })).toMatchObject({ status: 200 });
  });

  test('another input for the same reference is refused', async () => {
    const { path, body, reference } = held();
    await api.ask('PUT', path, { body });
    expect(await api.ask('PUT', path, { body: { ...body, planNo: 1003 } })).toMatchObject({
      status: 409,
      body: { type: 'urn:nbn-orders:problem:ReferenceInUse', detail: expect.stringContaining(reference) },
    });
  });

  test('names every wrong field, with what was meant, and starts nothing', async () => {
    const { path, body } = planChange();
    const wrong = {
      ...body,
      planNo: 'fast',
      custReqDate: 'tomorrow',
      service: { custno: 1 },
      by: 'Ann',
      reference: 'X',
    };
    const answer = await api.ask('PUT', path, { body: wrong });
    expect(answer).toMatchObject({ status: 422, body: { type: 'urn:nbn-orders:problem:InvalidOrder' } });
    const { fields } = answer.body;
    expect(Object.fromEntries((fields ?? []).map((field) => [field.path, field.message]))).toEqual({
      planNo: 'must be a number',
      custReqDate: expect.stringContaining('ISO 8601'),
      'service.custNo': 'is required',
      'service.custno': 'is not known here; did you mean "custNo"?',
      by: expect.stringContaining('is not known here'),
      reference: expect.stringContaining('is not known here'),
    });
    expect(await api.ask('GET', path)).toMatchObject({ status: 404 });
  });

  test('a flow that there is not is told with the one that was meant', async () => {
    const { path, body } = planChange();
    expect(await api.ask('PUT', path, { body: { ...body, flow: 'planchange' } })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'flow', message: expect.stringContaining('did you mean "planChange"?') }] },
    });
  });
});

describe('POST /v1/orders:validate', () => {
  test('says whether the order is there, and starts nothing', async () => {
    const { path, body, reference } = held();
    const ask = () => api.ask('POST', '/v1/orders:validate', { body: { ...body, reference } });
    expect(await ask()).toMatchObject({ status: 200, body: { exists: false } });
    expect(await api.ask('GET', path)).toMatchObject({ status: 404 });
    await api.ask('PUT', path, { body });
    expect(await ask()).toMatchObject({ status: 200, body: { exists: true } });
    expect(api.audited.filter((entry) => entry.reference === reference)).toHaveLength(1);
  });
});

describe('GET /v1/orders', () => {
  test('lists page by page, each order once', async () => {
    const custNo = 100009;
    const references = new Set<string>();
    for (let count = 0; count < 5; count++) {
      const { path, body, reference } = held({ service: { custNo } });
      await api.ask('PUT', path, { body });
      references.add(reference);
    }
    await eventually(async () => {
      const { body } = await api.ask('GET', `/v1/orders?custNo=${custNo}`);
      return body.orders?.length === 5 ? true : undefined;
    });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.ask('GET', `/v1/orders?custNo=${custNo}&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...(body.orders ?? []).map(({ reference }) => reference));
      cursor = body.cursor ?? '';
    } while (cursor !== '');
    expect(seen.sort()).toEqual([...references].sort());
  });

  test.each([
    ['state=done', 'state'],
    ['custNo=one', 'custNo'],
    ['limit=1000', 'limit'],
    ['colour=blue', 'colour'],
    ['cursor=abc', 'cursor'],
    ['dueBefore=soon', 'dueBefore'],
  ])('%s is refused by its name', async (query, path) => {
    expect(await api.ask('GET', `/v1/orders?${query}`)).toMatchObject({ status: 422, body: { fields: [{ path }] } });
  });
});

describe('an order', () => {
  test('shows what happened to it', async () => {
    const { path, body } = held();
    await api.ask('PUT', path, { body });
    const answer = await eventually(async () => {
      const { body: found } = await api.ask('GET', `${path}/timeline`);
      return found.timeline?.[0];
    });
    expect(answer).toMatchObject({ at: expect.any(String), text: expect.any(String) });
  });

  test('that does not exist is told as such, whatever is asked of it', async () => {
    const path = `/v1/orders/T-${randomUUID()}`;
    const asked = { body: { reason: 'a test' } };
    expect(await api.ask('GET', path)).toMatchObject({
      status: 404,
      body: { type: 'urn:nbn-orders:problem:NoSuchOrder' },
    });
    expect(await api.ask('GET', `${path}/timeline`)).toMatchObject({ status: 404 });
    expect(await api.ask('POST', `${path}/poll`)).toMatchObject({ status: 404 });
    expect(await api.ask('POST', `${path}/withdraw`, asked)).toMatchObject({ status: 404 });
  });
});

describe('a decision', () => {
  test('is made by the one who has logged in, and each choice is offered to those who may', async () => {
    const { path } = await inFallout(100003);
    const shown = await api.ask('GET', path, { as: api.keys.operator });
    expect(shown.body).toMatchObject({ state: 'fallout', may: ['withdraw', 'resolve', 'poll'] });
    expect((await api.ask('GET', path, { as: api.keys.viewer })).body).toMatchObject({ may: [] });
    const forged = { action: 'abandon', reason: 'a test', by: 'somebody else' };
    expect(await api.ask('POST', `${path}/resolve`, { body: forged })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'by' }] },
    });
    const body = { action: 'abandon', reason: 'a test' };
    expect(await api.ask('POST', `${path}/resolve`, { as: api.keys.operator, body })).toMatchObject({
      status: 200,
      body: { accepted: 'abandon' },
    });
    const ended = await eventually(async () => {
      const { body: order } = await api.ask('GET', path);
      return order.failure === undefined ? undefined : order;
    });
    expect(ended).toMatchObject({ failure: { type: 'OrderAbandoned' }, may: [] });
    const { body: history } = await api.ask('GET', `${path}/timeline`);
    expect(JSON.stringify(history)).toContain('the-operator');
  });

  test('that is wrong is told by its fields, and one that is not possible by the order', async () => {
    const { path } = await inFallout(100004);
    const ask = (body: unknown) => api.ask('POST', `${path}/resolve`, { body });
    expect(await ask({ action: 'retri', reason: 'x' })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'action', message: expect.stringContaining('did you mean "retry"?') }] },
    });
    expect(await ask({ action: 'retry', orderId: '1' })).toMatchObject({
      status: 422,
      body: {
        fields: expect.arrayContaining([
          expect.objectContaining({ path: 'orderId' }),
          expect.objectContaining({ path: 'reason' }),
        ]),
      },
    });
    expect(await ask({ action: 'adopt', orderId: '1', reason: 'x' })).toMatchObject({
      status: 409,
      body: { type: 'urn:nbn-orders:problem:UpdateRefused' },
    });
  });
});

describe('an Idempotency-Key', () => {
  test('makes a repeated request one request', async () => {
    const { path, body } = held();
    await api.ask('PUT', path, { body });
    const ask = () =>
      api.ask('POST', `${path}/withdraw`, { body: { reason: 'a test' }, headers: { 'idempotency-key': 'one' } });
    const answers = await Promise.all([ask(), ask(), ask()]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { accepted: true } });
    const { body: history } = await api.ask('GET', `${path}/timeline`);
    expect(JSON.stringify(history).match(/the-administrator/g)).toHaveLength(1);
  });

  test('stands for one request only, and for one caller', async () => {
    const { path } = await inFallout(100005);
    const headers = { 'idempotency-key': 'one' };
    const retry = { body: { action: 'retry', reason: 'a test' }, headers };
    expect(await api.ask('POST', `${path}/resolve`, retry)).toMatchObject({ status: 200 });
    const refused = { status: 422, body: { type: 'urn:nbn-orders:problem:IdempotencyKeyInUse' } };
    expect(await api.ask('POST', `${path}/withdraw`, { body: { reason: 'a test' }, headers })).toMatchObject(refused);
    expect(await api.ask('POST', `${path}/resolve`, { ...retry, as: api.keys.operator })).toMatchObject(refused);
    expect(await api.ask('POST', `${path}/resolve`, retry)).toMatchObject({ status: 200 });
  });
});

describe('a change at Octane', () => {
  test('that somebody tells of lets the order poll at once', async () => {
    stack.runSandboxAt(0);
    const { path, body } = planChange({ service: { custNo: 100006 } });
    await api.ask('PUT', path, { body });
    const { orderId } = await eventually(async () => {
      const { body: order } = await api.ask('GET', path);
      return order.state === 'acknowledged' || order.state === 'inProgress' ? order : undefined;
    });
    const told = await eventually(async () => {
      const answer = await api.ask('POST', '/v1/notifications/octane', { body: { orderId } });
      return answer.body.polls ? answer : undefined;
    });
    expect(told).toMatchObject({ status: 200 });
    expect(await api.ask('POST', `${path}/poll`)).toMatchObject({ status: 200, body: { polls: true } });
    stack.runSandboxAt(20_000);
    const unknown = { body: { orderId: '1' } };
    expect(await api.ask('POST', '/v1/notifications/octane', unknown)).toMatchObject({
      status: 200,
      body: { polls: false },
    });
  });
});

test('an enquiry is nothing that could be changed', async () => {
  const path = `/v1/orders/T-${randomUUID()}`;
  const enquiry = { flow: 'serviceHealthCheck', service: { custNo: 100007 } };
  expect(await api.ask('PUT', path, { body: enquiry })).toMatchObject({ status: 201 });
  const refused = { status: 409, body: { type: 'urn:nbn-orders:problem:UpdateRefused' } };
  expect(await api.ask('POST', `${path}/withdraw`, { body: { reason: 'a test' } })).toMatchObject(refused);
  const ended = await eventually(async () => {
    const { body } = await api.ask('GET', path);
    return body.result === undefined ? undefined : body;
  });
  expect(ended).toMatchObject({ result: { enquiryId: expect.any(String), metrics: expect.any(Object) }, may: [] });
});

test('an appointment is moved to a slot that Octane offers', async () => {
  // A minute and more away, as the sandbox's time goes.
  const notBefore = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const { reference, ...input } = activateInput({
    onFallout: 'wait',
    address: { locationId: 'LOC380100010001' },
    appointment: { notBefore },
  });
  const path = `/v1/orders/${reference}`;
  await api.ask('PUT', path, { body: { flow: 'activate', ...input } });
  const order = await eventually(async () => {
    const { body } = await api.ask('GET', path);
    return body.appointment === undefined ? undefined : body;
  });
  expect(order.may).toContain('reschedule');
  const { slots = [] } = (await api.ask('GET', `${path}/slots?notBefore=${notBefore}`)).body;
  const starts = slots.map(({ startTime }) => Date.parse(startTime));
  expect(starts).toEqual(starts.toSorted((one, other) => one - other));
  expect(starts[0]).toBeGreaterThanOrEqual(Date.parse(notBefore));
  const chosen = slots.at(-1);
  const moved = await api.ask('POST', `${path}/reschedule`, { body: { reason: 'a test', slotId: chosen?.slotId } });
  expect(moved).toMatchObject({ status: 200, body: { startTime: chosen?.startTime, endTime: chosen?.endTime } });

  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 400, operations: ['queryTimeslots'] }] });
  const refused = await api.ask('GET', `${path}/slots`);
  stack.sandbox.faults.clear();
  expect(refused).toMatchObject({ status: 502, body: { type: 'urn:nbn-orders:problem:SlotsNotListed' } });
  expect(refused.body.detail).toContain('HTTP 400');
});

test('an order without an appointment has no slots', async () => {
  const { path, body } = held();
  await api.ask('PUT', path, { body });
  const refused = { status: 409, body: { type: 'urn:nbn-orders:problem:UpdateRefused' } };
  expect(await api.ask('GET', `${path}/slots`)).toMatchObject(refused);
  expect(await api.ask('GET', `${path}/slots?notBefore=tomorrow`)).toMatchObject({ status: 422 });
});
