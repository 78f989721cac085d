import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface ProxiedAnswer {
  httpStatus: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** An HTTP proxy before the sandbox that changes its answers, as a gateway may. */
export interface ChangingProxy {
  baseUrl: string;
  /** Sets what is done with each answer from now on. */
  change: (how: (answer: ProxiedAnswer) => ProxiedAnswer) => void;
  close: () => Promise<void>;
}

export async function startChangingProxy(target: string): Promise<ChangingProxy> {
  const { origin, pathname } = new URL(target);
  let how = (answer: ProxiedAnswer) => answer;
  const server = createServer((request, response) => {
    void buffer(request)
      .then(
        async (body) => {
          const { method = 'GET', url = '/', headers } = request;
          const answer = await fetch(`${origin}${url}`, {
            method,
            headers: forwarded(headers),
            ...(body.length > 0 && { body: Uint8Array.from(body) }),
          });
          const changed = how({
            httpStatus: answer.status,
            headers: { 'content-type': answer.headers.get('content-type') ?? '' },
            body: Buffer.from(await answer.arrayBuffer()),
          });
          response.writeHead(changed.httpStatus, changed.headers).end(changed.body);
        },
        () => response.destroy(),
      )
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${pathname}`,
    change: (next) => {
      how = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function forwarded({
  authorization = '',
  accept = '',
  'content-type': contentType,
}: IncomingHttpHeaders): Record<string, string> {
  return { authorization, accept, ...(contentType !== undefined && { 'content-type': contentType }) };
}
