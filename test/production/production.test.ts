import type { Client } from '@temporalio/client';
import { NbnOrders } from '../../client/index.ts';
import { FLOW_TABLE } from '../../contract/flows.ts';
import { FLOWS } from '../../contract/names.ts';
import { freePort } from '../../local/ports.ts';
import { planOrders, type PlannedOrder } from '../chaos/orders.ts';
import { Random } from '../chaos/random.ts';
import { eventually } from '../eventually.ts';
import { FAR_AHEAD } from '../far-ahead.ts';
import { ProductionStack } from './production-stack.ts';

let stack: ProductionStack;
let client: Client;
let orders: NbnOrders;

beforeAll(async () => {
  stack = await ProductionStack.start();
  client = await stack.connect();
  orders = new NbnOrders(client);
});

afterAll(async () => {
  await client?.connection.close();
  await stack?.stop();
});

let started = 0;

/** Over HTTP, by a CRM that repeats a request until it is accepted. */
async function start(planned: readonly PlannedOrder[]): Promise<string[]> {
  const prefix = `${++started}-`;
  return Promise.all(
    planned.map(async (order) => {
      const reference = prefix + order.input.reference;
      await eventually(
        async () => {
          const status = await put(reference, order).catch(() => 503);
          if (status >= 400 && status < 500) throw new Error(`${reference} is refused with ${status}.`);
          return status < 300 || undefined;
        },
        120,
        500,
      );
      return reference;
    }),
  );
}

function put(reference: string, { flow, input }: PlannedOrder): Promise<number> {
  const isEnquiry = FLOW_TABLE[flow].kind === 'enquiry';
  return stack.put(reference, { ...input, flow, reference: undefined, ...(!isEnquiry && { onFallout: 'fail' }) });
}

/** Until it has ended, in whatever way. */
async function endOf(reference: string): Promise<string> {
  return eventually(
    async () => {
      const status = await orders
        .order(reference)
        .status()
        .catch(() => 'RUNNING');
      return status === 'RUNNING' ? undefined : status;
    },
    180,
    500,
  );
}

/** A call that was handed to a worker which is gone goes on after two minutes. */
async function eachIsPlacedOnce(custNos: readonly number[], references: readonly string[]): Promise<void> {
  for (const reference of references) {
    const order = orders.order(reference);
    const orderId = async () => (await order.progress().catch(() => undefined))?.orderId;
    await eventually(orderId, 180, 500);
  }
  for (const custNo of custNos) {
    expect({ custNo, creates: stack.sandbox.records.calls.createsFor(custNo) }).toEqual({ custNo, creates: 1 });
  }
}

const planChangeOf = (custNo: number): PlannedOrder => ({
  flow: 'planChange',
  at: 0,
  input: { reference: `plan-${custNo}`, service: { custNo }, planNo: 1003, custReqDate: FAR_AHEAD },
});

test('all flows are carried out', async () => {
  const planned = planOrders(new Random(5), 24, 1);
  expect(new Set(planned.map(({ flow }) => flow)).size).toBe(FLOWS.length);
  const references = await start(planned);
  const ended = await Promise.all(references.map(endOf));
  // Two changes of one service may meet in an order that cannot be.
  expect(ended.filter((status) => status === 'COMPLETED').length).toBeGreaterThan(16);
  expect(ended.filter((status) => !['COMPLETED', 'FAILED'].includes(status))).toEqual([]);
});

test.each(['worker', 'api', 'temporal', 'postgresql'] as const)(
  'the %s is restarted in the middle: each order is placed once, and goes on',
  async (part) => {
    const first = 100_101 + 20 * ['worker', 'api', 'temporal', 'postgresql'].indexOf(part);
    const custNos = Array.from({ length: 20 }, (_, index) => first + index);
    const starting = start(custNos.map(planChangeOf));
    await eventually(() =>
      Promise.resolve(custNos.some((custNo) => stack.sandbox.records.calls.createsFor(custNo) > 0) || undefined),
    );
    await stack.stopPart(part);
    await stack.startPart(part);
    const references = await starting;
    await eachIsPlacedOnce(custNos, references);
  },
);

test('one of two workers is stopped under load: every order is placed once, and a pending poll goes on with the other', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  await stack.startPart('worker', 'second-worker', { NBN_HEALTH_ADDRESS: address });
  const custNos = Array.from({ length: 40 }, (_, index) => 100_201 + index);
  const starting = start(custNos.map(planChangeOf));
  await eventually(() =>
    Promise.resolve(custNos.some((custNo) => stack.sandbox.records.calls.createsFor(custNo) > 0) || undefined),
  );
  await stack.stopPart('worker');
  const references = await starting;
  await eachIsPlacedOnce(custNos, references);
  const [reference = ''] = references;
  const { orderId = '' } = await orders.order(reference).progress();
  const polls = () => stack.sandbox.records.calls.of('getOrder', { orderId });
  const before = polls();
  await eventually(() => Promise.resolve(polls() > before + 1 || undefined));
  await stack.startPart('worker');
  await stack.stopPart('second-worker');
});

test('after a restore from a backup nothing is ordered twice, and reconcile says what is missing', async () => {
  // Its days would pass in the seconds between the backup and the restore.
  stack.runSandboxAt(1);
  const [placed, forgotten] = [planChangeOf(100_261), planChangeOf(100_262)];
  const [before = ''] = await start([placed]);
  await eventually(async () => (await orders.order(before).progress()).orderId);
  const from = new Date().toISOString();
  await stack.backUp();
  const [after = ''] = await start([forgotten]);
  const orderId = await eventually(async () => (await orders.order(after).progress()).orderId);

  for (const part of ['api', 'worker', 'temporal']) await stack.stopPart(part);
  await stack.restore();
  await stack.configure({ restored: { from, until: new Date().toISOString() } });
  for (const part of ['temporal', 'worker', 'api'] as const) await stack.startPart(part);

  expect(await orders.order(before).status()).toBe('RUNNING');
  await expect(orders.order(after).status()).rejects.toThrow(`There is no order ${after}`);
  const codes: string[] = [];
  for await (const { differences } of orders.reconcile({ custNo: 100_262 }))
    codes.push(...differences.map(({ code }) => code));
  expect(codes).toEqual(['orderNotOurs']);

  expect(await put(after, forgotten)).toBe(201);
  expect(await eventually(async () => (await orders.order(after).progress()).orderId, 60)).toBe(orderId);
  for (const custNo of [100_261, 100_262]) expect(stack.sandbox.records.calls.createsFor(custNo)).toBe(1);
});
