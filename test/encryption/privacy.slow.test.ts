import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { FLOWS, type Flow } from '../../contract/names.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import type { OrderHandle } from '../../client/index.ts';
import { freePort } from '../../local/ports.ts';
import { startTestedApi } from '../api/api-stack.ts';
import { planOrders } from '../chaos/orders.ts';
import { Random } from '../chaos/random.ts';
import { eventually } from '../eventually.ts';
import { eventsTo, startReceiver } from '../events/receiver.ts';
import { startDevServerStack } from '../stack.ts';
import { startWorkerProcess } from '../worker/worker-process.ts';
import { KeysFile, newKey } from './keys-file.ts';
import { PLANTED, plantedIn, plantedInFiles, withPlanted } from './planted.ts';

const ORDERS = 50;
const OLD = newKey('2026-05');
const NEW = newKey('2026-11');

/** Everything that is left of orders with planted data, where others may read it. */
interface Traces {
  /** The planted words in each file of the server's database. */
  database: Record<string, string[]>;
  /** And in the rest, by what it is. */
  others: Record<string, string>;
  flows: string[];
  failedTasks: number;
}

/** Has 50 orders of all flows carried out in real processes, with personal data planted in all that they take. */
async function tracesOf(keys: KeysFile | undefined): Promise<Traces> {
  const folder = mkdtempSync(join(tmpdir(), 'nbn-orders-privacy-'));
  const receiver = await startReceiver();
  const stack = await startDevServerStack({
    speed: 500_000,
    customers: ORDERS,
    workers: false,
    databaseFile: join(folder, 'temporal.db'),
    environment: { ...(keys && { NBN_ENCRYPTION_KEYS: keys.path }) },
    config: { events: eventsTo(receiver), targets: [{ phase: 'inProgress', target: '1 minute' }] },
  });
  const address = `127.0.0.1:${await freePort()}`;
  const worker = startWorkerProcess({ ...stack.environment, NBN_METRICS_ADDRESS: address, NBN_LOG_LEVEL: 'debug' });
  const api = await startTestedApi(stack.orders);
  // An answer of Octane's that names somebody, as a refusal may.
  const refusal = { success: false, message: `No order for ${PLANTED.email}, phone ${PLANTED.phone}` };
  stack.sandbox.faults.set({
    rules: [
      { fault: 'answer', body: JSON.stringify(refusal), operations: ['createModificationOrder'], calls: 2 },
      { fault: 'answer', httpStatus: 500, body: `Error at ${PLANTED.email}`, calls: 5, probability: 0.1 },
    ],
  });

  const planned = planOrders(new Random(7), ORDERS, 1).map(withPlanted);
  const handles = [];
  for (const [index, { flow, input }] of planned.entries()) {
    if (index === ORDERS / 2) {
      keys?.write(OLD, NEW);
      keys?.write(NEW, OLD);
    }
    handles.push(await stack.orders.start(flow, input));
  }
  await Promise.all(handles.map((handle) => endOf(handle, (path, body) => api.ask('POST', path, { body }))));

  const histories = await Promise.all(
    handles.map(({ workflowId }) => stack.client.workflow.getHandle(workflowId).fetchHistory()),
  );
  const listed: string[] = [];
  for await (const { raw } of stack.client.workflow.list()) {
    listed.push(
      Buffer.from(proto.temporal.api.workflow.v1.WorkflowExecutionInfo.encode(raw).finish()).toString('latin1'),
    );
  }
  const metrics = await (await fetch(`http://${address}/metrics`)).text();
  worker.kill('SIGTERM');
  const { output, errors } = await worker.ended;
  await api.close();
  await receiver.close();
  await stack.stop();
  const traces: Traces = {
    database: plantedInFiles(folder),
    others: {
      log: output + errors,
      metrics,
      'audit log': JSON.stringify(api.audited),
      events: JSON.stringify(receiver.received),
      'search attributes and memos': listed.join('\n'),
      histories: histories
        .map((history) =>
          Buffer.from(proto.temporal.api.history.v1.History.encode(history).finish()).toString('latin1'),
        )
        .join('\n'),
    },
    flows: [...new Set(planned.map(({ flow }) => flow))],
    failedTasks: histories.flatMap(({ events }) =>
      (events ?? []).filter(({ workflowTaskFailedEventAttributes: failed }) => failed),
    ).length,
  };
  rmSync(folder, { recursive: true });
  return traces;
}

/** Until the order has ended; whatever it asks a person is answered with a reason that names somebody. */
async function endOf(
  order: OrderHandle<Flow>,
  ask: (path: string, body: object) => Promise<{ status: number }>,
): Promise<void> {
  await eventually(
    async () => {
      const { status, progress } = await order.view();
      if (status !== 'RUNNING') return true;
      if (progress.fallout) {
        await ask(`/v1/orders/${order.reference}/resolve`, { action: 'abandon', reason: PLANTED.reason });
      }
      return undefined;
    },
    150,
    500,
  );
}

test('of 50 orders nothing personal is left in a readable form, and the key is changed in their middle', async () => {
  const keys = new KeysFile(OLD);
  const { database, others, flows, failedTasks } = await tracesOf(keys);
  keys.remove();

  expect(database).toEqual({});
  for (const [what, text] of Object.entries(others)) {
    expect({ what, found: plantedIn(text) }).toEqual({ what, found: [] });
  }
  // What is searched is what it is meant to be.
  expect(others['log']).toContain('Ready');
  expect(others['metrics']).toContain('nbn_octane_calls_total');
  expect(others['events']).toContain('order.stateChanged');
  expect(others['search attributes and memos']).toContain(SEARCH_ATTRIBUTES.state.name);
  expect(others['histories']).toContain('2026-05');
  expect(others['histories']).toContain('2026-11');
  expect(flows.toSorted()).toEqual([...FLOWS].toSorted());
  expect(failedTasks).toBe(0);
}, 300_000);

test('without keys it would be found, in the database and the histories, and nowhere else', async () => {
  const { database, others } = await tracesOf(undefined);
  expect(Object.values(database).flat()).toEqual(
    expect.arrayContaining([PLANTED.surname, PLANTED.email, PLANTED.phone, PLANTED.reason]),
  );
  const found = Object.entries(others).filter(([, text]) => plantedIn(text).length > 0);
  expect(found.map(([what]) => what)).toEqual(['histories']);
  expect(plantedIn(others['histories'] ?? '')).not.toContain(PLANTED.password);
}, 300_000);
