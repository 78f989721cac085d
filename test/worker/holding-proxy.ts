import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP proxy that holds back the calls to one path until it is told to let them through. */
export interface HoldingProxy {
  baseUrl: string;
  /** Resolves when a call is held. */
  reached: Promise<void>;
  open: () => void;
  close: () => Promise<void>;
}

export async function startHoldingProxy(target: string, heldPath: string): Promise<HoldingProxy> {
  const reached = signal();
  const opened = signal();
  const { pathname, host } = new URL(target);

  async function pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    if (incoming.url?.includes(heldPath)) {
      reached.give();
      await opened.given;
    }
    const { method, headers, url } = incoming;
    const forwarded = request(`http://${host}${url ?? ''}`, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    incoming.pipe(forwarded);
  }

  const server = createServer((incoming, answer) => void pass(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${pathname}`,
    reached: reached.given,
    open: opened.give,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
