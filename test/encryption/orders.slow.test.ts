import proto from '@temporalio/proto';
import { Client } from '@temporalio/client';
import { CannotDecrypt } from '../../temporal/encryption/codec.ts';
import { dataConverterWith } from '../../temporal/encryption/data-converter.ts';
import { NbnOrders } from '../../client/index.ts';
import { replay, type Verdict } from '../../replay/replay.ts';
import { testBundle } from '../bundle.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { eventually } from '../eventually.ts';
import { activateInput, disconnectInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { KeysFile, newKey } from './keys-file.ts';

const OLD = newKey('2026-05');
const NEW = newKey('2026-11');

let keys: KeysFile;
let stack: Stack;
let stopWorkers: () => Promise<void>;

beforeAll(async () => {
  keys = new KeysFile(OLD);
  stack = await startDevServerStack({ workers: false, environment: { NBN_ENCRYPTION_KEYS: keys.path } });
  stopWorkers = await stack.startWorkers();
});

afterAll(async () => {
  await stopWorkers?.();
  await stack?.stop();
  keys.remove();
});

/** All of an order's history as it is stored. */
async function storedOf(workflowId: string): Promise<string> {
  const history = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  return Buffer.from(proto.temporal.api.history.v1.History.encode(history).finish()).toString('latin1');
}

/** A client whose environment names another file with keys, or none. */
function ordersWith(keysFile: string | undefined): NbnOrders {
  const { connection } = stack.env;
  return new NbnOrders(new Client({ connection, dataConverter: dataConverterWith(keysFile) }));
}

test('an order is carried out as without keys, and its history holds nothing of it', async () => {
  const input = activateInput({ custReqDate: '2026-03-09T00:00:00Z' });
  const order = await stack.orders.start('activate', input);
  expect(await order.result()).toMatchObject({ state: 'completed' });
  const history = await storedOf(order.workflowId);
  for (const word of [input.contact?.name, input.contact?.phone, input.contact?.email, 'LOC380100000993']) {
    expect(history).not.toContain(word);
  }
  expect(history).toContain('binary/encrypted');
});

test('a failure says nothing to those without the key, and all to those with it', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ planNo: 424_242 }));
  await expect(order.result()).rejects.toThrow('424242');
  const history = await storedOf(order.workflowId);
  expect(history).toContain('Encoded failure');
  expect(history).not.toContain('424242');
});

test('a call that keeps failing is told in words', async () => {
  stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
  const order = await stack.orders.start('disconnect', disconnectInput());
  const [retry] = await eventually(async () => {
    const retries = await order.retries();
    return retries.length > 0 ? retries : undefined;
  });
  stack.sandbox.faults.clear();
  expect(retry?.lastFailure).toMatch(/Octane/);
  expect(await order.result()).toMatchObject({ state: 'completed' });
});

test('an order that was started without keys, as from another language, is carried out', async () => {
  const order = await ordersWith(undefined).start('planChange', planChangeInput({ service: { custNo: 100005 } }));
  expect(await stack.orders.order(order.reference).result()).toMatchObject({ state: 'completed' });
});

test('without the key there is one clear error, and with it the order is there', async () => {
  const order = await stack.orders.start('planChange', planChangeInput({ service: { custNo: 100006 } }));
  await order.result();
  await expect(ordersWith(undefined).order(order.reference).progress()).rejects.toThrow(CannotDecrypt);
  const other = new KeysFile(newKey('2025'));
  await expect(ordersWith(other.path).order(order.reference).result()).rejects.toThrow(
    `A payload is encrypted with the key "2026-05", which ${other.path} does not have`,
  );
  other.remove();
  expect(await order.progress()).toMatchObject({ state: 'completed' });
});

test('a key is changed while orders are open, without a failed task', async () => {
  const input = planChangeInput({ service: { custNo: 100007 }, custReqDate: '2026-03-16T00:00:00Z' });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => (await order.progress()).orderId);
  keys.write(OLD, NEW);
  keys.write(NEW, OLD);
  const later = await ordersWith(keys.path).start('planChange', planChangeInput({ service: { custNo: 100008 } }));
  expect(await order.result()).toMatchObject({ state: 'completed' });
  expect(await later.result()).toMatchObject({ state: 'completed' });
  for (const { workflowId } of [order, later]) {
    const { events } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
    expect(events?.filter(({ workflowTaskFailedEventAttributes: failed }) => failed)).toEqual([]);
  }
});

test('a worker without the key fails the task with one clear error, and the order goes on when it has the key', async () => {
  const input = planChangeInput({ service: { custNo: 100009 }, custReqDate: FAR_AHEAD });
  const order = await stack.orders.start('planChange', input);
  await eventually(async () => (await order.progress()).orderId);
  await stopWorkers();
  const stopOthers = await stack.startWorkers({ environment: { NBN_ENCRYPTION_KEYS: '' } });
  // Its answer needs a workflow task.
  const withdrawn = order.withdraw({ by: 'Kim', reason: 'has moved' });
  const failure = await eventually(async () => {
    const { events } = await stack.client.workflow.getHandle(order.workflowId).fetchHistory();
    return events?.find(({ workflowTaskFailedEventAttributes: failed }) => failed)?.workflowTaskFailedEventAttributes;
  });
  expect(failure?.failure?.message).toMatch(
    /^A payload is encrypted with the key "2026-\d\d": NBN_ENCRYPTION_KEYS must name a file with it$/,
  );
  await stopOthers();
  stopWorkers = await stack.startWorkers();
  await withdrawn;
  expect(await order.status()).toBe('RUNNING');
});

test('encrypted histories are replayed', async () => {
  const order = await stack.orders.start('unsuspend', {
    reference: 'T-replayed',
    service: { custNo: 990_030 },
    custReqDate: '2026-03-02T00:00:00Z',
    onFallout: 'fail',
  });
  await order.result().catch(() => undefined);
  const { workflowId } = order;
  const history = await stack.client.workflow.getHandle(workflowId).fetchHistory();
  const verdicts: Verdict[] = [];
  const options = { workflowBundle: { codePath: await testBundle(true) }, dataConverter: dataConverterWith(keys.path) };
  await replay([{ workflowId, history }], options, (verdict) => verdicts.push(verdict));
  expect(verdicts).toEqual([{ workflowId, workflowType: 'unsuspend', open: false }]);
});
