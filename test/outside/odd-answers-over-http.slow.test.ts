import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { activateInput, disconnectInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { startChangingProxy, type ChangingProxy, type ProxiedAnswer } from './changing-proxy.ts';

const FAST = 20_000;
const ASKED = { by: 'Carla Customer', reason: 'moving abroad' };

let stack: Stack;
let proxy: ChangingProxy;
let stopWorkers: () => Promise<void>;

beforeAll(async () => {
  stack = await startDevServerStack({ workers: false, customers: 30 });
  proxy = await startChangingProxy(stack.sandbox.baseUrl);
  stopWorkers = await stack.startWorkers({ environment: { OCTANE_BASE_URL: proxy.baseUrl } });
});

beforeEach(() => {
  stack.runSandboxAt(FAST);
});

afterEach(() => {
  stack.sandbox.faults.clear();
  proxy.change((answer) => answer);
});

afterAll(async () => {
  await stopWorkers();
  await proxy.close();
  await stack?.stop();
});

const createsFor = (custNo: number) => stack.sandbox.records.calls.createsFor(custNo);

/** A plan change whose create call is carried out and its answer lost, an activation at an address, and a disconnection. */
async function resultsOf([changed = 0, activated = 0, disconnected = 0]: number[], house: number) {
  stack.sandbox.faults.set({
    rules: [{ fault: 'reset', when: 'after', operations: ['createModificationOrder'], custNo: changed, calls: 1 }],
  });
  const address = { search: `${house} Sample Street` };
  const orders = await Promise.all([
    stack.orders.start('planChange', planChangeInput({ service: { custNo: changed } })),
    stack.orders.start('activate', activateInput({ customer: { custNo: activated }, address })),
    stack.orders.start('disconnect', disconnectInput({ service: { custNo: disconnected } })),
  ]);
  return Promise.all(orders.map((order) => order.result()));
}

const COMPLETED = [{ state: 'completed' }, { state: 'completed' }, { state: 'completed' }];

describe('answers that are compressed though nothing asked for it', () => {
  const HOW: ((body: Buffer) => { body: Buffer; encoding: string })[] = [
    (body) => ({ body: gzipSync(body), encoding: 'gzip' }),
    (body) => ({ body: gzipSync(body), encoding: 'x-gzip' }),
    (body) => ({ body: gzipSync(body), encoding: '' }),
    (body) => ({ body: deflateSync(body), encoding: 'deflate' }),
    (body) => ({ body: deflateRawSync(body), encoding: 'Deflate' }),
    (body) => ({ body: brotliCompressSync(body), encoding: 'br' }),
    (body) => ({ body: brotliCompressSync(gzipSync(body)), encoding: 'gzip, br' }),
    // A gateway that has unpacked it, and left the header.
    (body) => ({ body, encoding: 'gzip' }),
  ];

  /** Each answer in another way than the one before it. */
  function compressing(): (answer: ProxiedAnswer) => ProxiedAnswer {
    let answers = 0;
    return ({ headers, body, ...answer }) => {
      const how = HOW[answers++ % HOW.length] ?? gzipped;
      const packed = how(body);
      const { encoding } = packed;
      return {
        ...answer,
        headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) },
        body: packed.body,
      };
    };
  }
  const gzipped = (body: Buffer) => ({ body: gzipSync(body), encoding: 'gzip' });

  test('are read, and each order is placed once', async () => {
    const customers = [100_001, 100_002, 100_003];
    proxy.change(compressing());
    expect(await resultsOf(customers, 7030)).toMatchObject(COMPLETED);
    expect(customers.map(createsFor)).toEqual([1, 1, 1]);
  });
});

describe('lists whose rows come twice', () => {
  const twice = (json: unknown): unknown => (Array.isArray(json) ? json.flatMap((row: unknown) => [row, row]) : json);
  /** The second time with its fields in another order. */
  const mirrored = (json: unknown): unknown =>
    Array.isArray(json)
      ? json.flatMap((row: object) => [row, Object.fromEntries(Object.entries(row).reverse())])
      : json;

  test.each([
    { how: 'as they are', change: twice, customers: [100_004, 100_005, 100_006], house: 7060 },
    {
      how: 'with their fields in another order',
      change: mirrored,
      customers: [100_007, 100_008, 100_009],
      house: 7240,
    },
  ])('$how are read as one each', async ({ change, customers, house }) => {
    proxy.change(({ body, ...answer }) => {
      const isJson = body.length > 0 && String(answer.headers['content-type']).includes('json');
      return { ...answer, body: isJson ? Buffer.from(JSON.stringify(change(JSON.parse(String(body))))) : body };
    });
    expect(await resultsOf(customers, house)).toMatchObject(COMPLETED);
    expect(customers.map(createsFor)).toEqual([1, 1, 1]);
  });
});

describe('a confirmation that is no JSON', () => {
  const CONFIRMATIONS = [
    { says: 'nothing (HTTP 204)', httpStatus: 204, body: '' },
    { says: 'nothing (HTTP 200)', httpStatus: 200, body: '' },
    { says: 'OK', httpStatus: 200, body: 'OK' },
    { says: 'null', httpStatus: 200, body: 'null' },
  ];

  test.each(CONFIRMATIONS)('counts for a withdrawal, once: $says', async ({ httpStatus, body, says }) => {
    const custNo = 100_010 + CONFIRMATIONS.findIndex((confirmation) => confirmation.says === says);
    stack.sandbox.faults.set({
      rules: [{ fault: 'answer', when: 'after', operations: ['cancelOrder'], httpStatus, body }],
    });
    const address = { locationId: `LOC38${custNo}0992` };
    const order = await stack.orders.start(
      'activate',
      activateInput({ customer: { custNo }, address, custReqDate: FAR_AHEAD, onFallout: 'wait' }),
    );
    const { orderId } = await eventually(async () => {
      const progress = await order.progress();
      return progress.orderStatus === undefined ? undefined : progress;
    });
    expect(await order.withdraw(ASKED)).toMatchObject({ accepted: true });
    await expect(order.result()).rejects.toMatchObject({ type: 'OrderCancelled' });
    expect(stack.sandbox.records.calls.of('cancelOrder', { orderId })).toBe(1);
  });

  test.each(CONFIRMATIONS)('counts for an appointment, once: $says', async ({ httpStatus, body, says }) => {
    const custNo = 100_014 + CONFIRMATIONS.findIndex((confirmation) => confirmation.says === says);
    stack.runSandboxAt(1);
    stack.sandbox.faults.set({
      rules: [{ fault: 'answer', when: 'after', operations: ['bookAppointment'], httpStatus, body }],
    });
    const order = await stack.orders.start(
      'activate',
      activateInput({
        customer: { custNo },
        address: { locationId: `LOC38${custNo}0001` },
        appointment: { slotType: 'PM' },
        onFallout: 'wait',
      }),
    );
    const { appointment, fallout, orderId } = await eventually(async () => {
      const progress = await order.progress();
      return progress.appointment || progress.fallout ? progress : undefined;
    });
    expect({ appointment, fallout }).toMatchObject({
      appointment: { startTime: expect.any(String) },
      fallout: undefined,
    });
    expect(stack.sandbox.records.calls.of('bookAppointment', { orderId })).toBe(1);
    await stack.client.workflow.getHandle(order.workflowId).terminate('the test is over');
  });

  test('counts for a customer who is disconnected', async () => {
    const custNo = 100_018;
    stack.sandbox.faults.set({
      rules: [{ fault: 'answer', when: 'after', operations: ['updateCustomer'], httpStatus: 204, body: '' }],
    });
    const order = await stack.orders.start('disconnect', disconnectInput({ service: { custNo } }));
    expect(await order.result()).toMatchObject({ state: 'completed' });
    expect(stack.sandbox.records.calls.of('updateCustomer', { custNo })).toBe(1);
    expect(stack.sandbox.records.customer(custNo)).toMatchObject({ customerStatus: 'DIS' });
  });
});
