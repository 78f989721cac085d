import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedCall {
  method: string;
  /** As it came over the wire, still percent-encoded. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The client's port: the same for two calls on one connection. */
  connection: number;
}

/** What the server does with a call it has received whole. */
export type Behaviour = (response: ServerResponse, call: ReceivedCall) => void;

export interface MisbehavingServer {
  baseUrl: string;
  /** Every call since the last `behave`. */
  calls: ReceivedCall[];
  /** Sets what is done with the calls from now on, and forgets the earlier ones. */
  behave: (behaviour: Behaviour) => void;
  /** Resolves when a call has arrived. */
  callReceived: () => Promise<void>;
  close: () => Promise<void>;
}

export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  let behaviour: Behaviour = hangUp;
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers, socket } = request;
      const call = { method, path: url, headers, body, connection: socket.remotePort ?? 0 };
      calls.push(call);
      behaviour(response, call);
      server.emit('callReceived');
    });
  });
  const baseUrl = `http://127.0.0.1:${await listen(server)}/tiab/api`;
  return {
    baseUrl,
    calls,
    behave: (next) => {
      behaviour = next;
      calls.length = 0;
    },
    callReceived: async () => {
      if (calls.length === 0) await once(server, 'callReceived');
    },
    close: () => {
      server.closeAllConnections();
      return closed(server);
    },
  };
}

/** Accepts connections and never says a word: not even a TLS handshake. */
export async function startMuteServer(): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => sockets.push(socket.on('error', () => undefined)));
  const port = await listen(server);
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return closed(server);
    },
  };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await closed(server);
  return port;
}

export function answer(body: string | Buffer, headers: Record<string, string> = {}, httpStatus = 200): Behaviour {
  return (response) => response.writeHead(httpStatus, { 'content-type': 'application/json', ...headers }).end(body);
}

export function answerJson(value: unknown, httpStatus = 200, headers: Record<string, string> = {}): Behaviour {
  return answer(JSON.stringify(value), headers, httpStatus);
}

/** Says in its headers that more is coming, and breaks the connection. */
export function cutOff(body: string): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) + 100 });
    response.write(body, () => response.destroy());
  };
}

/** Without a content-length, chunk after chunk until the client has had enough. */
export const withoutEnd: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = 'x'.repeat(16_384);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
};

/** Breaks the connection before a byte of an answer. */
export const hangUp: Behaviour = (response) => {
  response.socket?.resetAndDestroy();
};

export const silence: Behaviour = () => undefined;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
