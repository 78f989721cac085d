import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { OrderEvent } from '../../contract/events.ts';

export interface Received {
  id: string;
  event: OrderEvent & { data: { url?: string } };
  headers: IncomingMessage['headers'];
  /** Whether the receiver's own secret signed it. */
  isGenuine: boolean;
}

/** What a receiver answers with: 204 is its thanks. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
}

/** A service that takes webhooks, on a port of its own. */
export interface TestReceiver {
  url: string;
  secretFile: string;
  /** All requests, also those that were refused. */
  received: Received[];
  refused: () => number;
  /** Those that it took, each id once. */
  taken: () => Received[];
  /** For the requests from now on; a function is asked for each. */
  answer: (answer: Answer | (() => Answer)) => void;
  /** The secret that it checks by. */
  knows: (secret: string) => void;
  /** Writes the sender's file of secrets. */
  writeSecrets: (secrets: string[]) => Promise<void>;
  close: () => Promise<void>;
}

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export async function startReceiver(secret = newSecret()): Promise<TestReceiver> {
  const folder = await mkdtemp(join(tmpdir(), 'nbn-receiver-'));
  const secretFile = join(folder, 'secrets');
  const writeSecrets = (secrets: string[]) => writeFile(secretFile, `${secrets.join('\n')}\n`);
  await writeSecrets([secret]);
  const received: (Received & { wasTaken: boolean })[] = [];
  let known = secret;
  let answer: Answer | (() => Answer) = { status: 204 };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { headers } = request;
      const { status, headers: more } = typeof answer === 'function' ? answer() : answer;
      received.push({
        id: String(headers['webhook-id']),
        event: JSON.parse(body) as Received['event'],
        headers,
        isGenuine: isGenuine(known, body, headers),
        wasTaken: status < 300,
      });
      response.writeHead(status, more).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    secretFile,
    received,
    refused: () => received.filter(({ wasTaken }) => !wasTaken).length,
    taken: () => [...new Map(received.filter(({ wasTaken }) => wasTaken).map((each) => [each.id, each])).values()],
    answer: (next) => {
      answer = next;
    },
    knows: (next) => {
      known = next;
    },
    writeSecrets,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

function isGenuine(secret: string, body: string, headers: IncomingMessage['headers']): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** What NBN_CONFIG says of it. */
export function eventsTo(
  { url, secretFile }: TestReceiver,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    allowedAddresses: ['127.0.0.1'],
    ordersUrl: 'https://orders.example.net/v1/orders/',
    receivers: [{ name: 'crm', url, secretFile, ...changes }],
  };
}
