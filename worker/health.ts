import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { isReachable } from '../temporal/reachable.ts';

/**
 * Serves `/health/live`: the process answers; and `/health/ready`: its workers poll, with their bundle loaded, and Temporal answers within a
 * second. Whether Octane is there is no part of it: orders wait for Octane, and another worker would not help.
 *
 * @param address - host:port
 * @returns a function that stops this.
 */
export async function serveHealth(
  address: string,
  connection: NativeConnection,
  workers: readonly Worker[],
): Promise<() => void> {
  const client = new Client({ connection });
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/health/live') answer(200, { status: 'live' });
    else if (request.url === '/health/ready') {
      void whyNotReady(client, workers).then((why) => {
        if (why === undefined) answer(200, { status: 'ready' });
        else answer(503, { status: 'not ready', why });
      });
    } else answer(404, { status: 'unknown path' });
  });
  const [host, port] = address.split(':');
  server.listen(Number(port), host);
  await once(server, 'listening');
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function whyNotReady(client: Client, workers: readonly Worker[]): Promise<string | undefined> {
  const idle = workers.find((worker) => worker.getState() !== 'RUNNING');
  if (idle) return `A worker does not poll: it is ${idle.getState()}.`;
  return (await isReachable(client)) ? undefined : 'Temporal did not answer within a second.';
}
