import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import type { ApiServer } from './api-server.ts';
import { addWithMethods } from './methods.ts';
import { callerWith, type Logins } from './authentication/authentication.ts';
import { problemResponses } from './problems.ts';
import { WITH_BODY, WITH_LOGIN } from './routes/shared-problems.ts';
import { SESSION_COOKIE, type Sessions } from './page/sessions.ts';

export interface CodecOptions {
  codec: PayloadCodec;
  logins: Logins;
  /** Of the operators' page: who has logged in there reads payloads in the Web UI. */
  sessions: Sessions;
  /** The only page that a browser lets ask here; default: none. */
  webUiUrl?: string | undefined;
}

/** In bytes. The Web UI sends the payloads of a whole history at once. */
const BODY_LIMIT = 20 * 1024 * 1024;

/** Payloads as protobuf's JSON has them. */
const payloads = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.base64()).default({}), data: z.base64().default('') })),
});

/**
 * A codec server, for Temporal's Web UI and its CLI: `POST /codec/decode`. There is no `/encode`: it would let a person at the Web UI send
 * what no role allows.
 */
export function addCodec(server: ApiServer, { codec, logins, sessions, webUiUrl }: CodecOptions): void {
  void server.register(
    async (routes: ApiServer) => {
      await routes.register(cookie);
      await routes.register(cors, {
        origin: webUiUrl === undefined ? false : new URL(webUiUrl).origin,
        methods: ['POST'],
        allowedHeaders: ['authorization', 'content-type', 'x-namespace'],
        credentials: true,
      });
      routes.addHook('onRequest', async (request) => {
        const session = request.caller ? undefined : await sessions.read(request.cookies[SESSION_COOKIE]);
        if (session) request.caller = await callerWith(session.key, logins);
      });
      addWithMethods(routes, () => {
        routes.post(
          '/decode',
          {
            bodyLimit: BODY_LIMIT,
            config: { right: 'decrypt', rateLimit: false },
            schema: {
              operationId: 'decodePayloads',
              summary: 'Decrypt payloads',
              description: 'As a codec server of Temporal. What cannot be decrypted comes back as it is.',
              tags: ['codec'],
              body: payloads,
              response: {
                200: payloads.describe('The payloads in the order given.'),
                ...problemResponses(...WITH_LOGIN, ...WITH_BODY, 'InvalidRequest'),
              },
            },
          },
          async ({ body }) => ({
            payloads: await Promise.all(body.payloads.map((payload) => decoded(codec, payload))),
          }),
        );
      });
    },
    { prefix: '/codec' },
  );
}

type JsonPayload = z.infer<typeof payloads>['payloads'][number];

/** As it is where it cannot be decrypted, so that the others can be read. */
async function decoded(codec: PayloadCodec, payload: JsonPayload): Promise<JsonPayload> {
  try {
    const [plain] = await codec.decode([fromJson(payload)]);
    return plain ? toJson(plain) : payload;
  } catch {
    return payload;
  }
}

function fromJson({ metadata, data }: JsonPayload): Payload {
  const entries = Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  return { metadata: Object.fromEntries(entries) as Record<string, Uint8Array>, data: Buffer.from(data, 'base64') };
}

function toJson({ metadata, data }: Payload): JsonPayload {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(entries) as Record<string, string>, data: base64(data ?? new Uint8Array()) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
