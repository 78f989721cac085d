import { startDevServer, type DevServer } from '../../local/dev-server.ts';
import { freePort } from '../../local/ports.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { eventually } from '../eventually.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

let server: DevServer;
let worker: WorkerProcess;
let address: string;

beforeAll(async () => {
  server = await startDevServer({ binary: await findTemporalBinary('cli') });
  address = `127.0.0.1:${await freePort()}`;
  worker = startWorkerProcess({
    TEMPORAL_ADDRESS: server.address,
    // Nothing listens there: Octane is away.
    OCTANE_BASE_URL: `http://127.0.0.1:${await freePort()}/tiab/api`,
    OCTANE_USERNAME: 'octane-user',
    OCTANE_PASSWORD: 'octane-password',
    NBN_HEALTH_ADDRESS: address,
  });
});

afterAll(async () => {
  worker?.kill('SIGKILL');
  await worker?.ended;
  await server?.stop();
});

/** undefined while nothing answers. */
async function ask(path: string): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const response = await fetch(`http://${address}${path}`);
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
}

function asksTo(path: string, status: number): Promise<unknown> {
  return eventually(async () => {
    const answer = await ask(path);
    return answer?.status === status ? answer.body : undefined;
  });
}

test('a worker is ready without Octane, and not without Temporal, although it is live', async () => {
  expect(await asksTo('/health/ready', 200)).toEqual({ status: 'ready' });
  expect(await ask('/health/live')).toEqual({ status: 200, body: { status: 'live' } });
  expect(await ask('/metrics')).toMatchObject({ status: 404 });

  await server.stop();
  expect(await asksTo('/health/ready', 503)).toEqual({
    status: 'not ready',
    why: 'Temporal did not answer within a second.',
  });
  expect(await ask('/health/live')).toEqual({ status: 200, body: { status: 'live' } });

  const { port } = new URL(`tcp://${server.address}`);
  server = await startDevServer({ binary: await findTemporalBinary('cli'), port: Number(port) });
  expect(await asksTo('/health/ready', 200)).toEqual({ status: 'ready' });
});
