import { isDeepStrictEqual } from 'node:util';
import Fastify from 'fastify';
import type { Exchange } from './exchange.ts';

export interface ConversationOptions {
  exchanges: readonly Exchange[];
  username: string;
  password: string;
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
}

export interface Conversation {
  /** What OCTANE_BASE_URL is set to. */
  baseUrl: string;
  close: () => Promise<void>;
}

const BASE_PATH = '/tiab/api';

/**
 * An Octane that answers as a real one was recorded to have done: the same call gets the recorded answers one after the other, and the
 * last one from then on. What a call creates may differ in its body, such as in its date, so bodies are not compared.
 */
export async function startConversation({
  exchanges,
  port = 0,
  host = '127.0.0.1',
  ...credentials
}: ConversationOptions): Promise<Conversation> {
  const { username, password } = credentials;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const answered = new Set<Exchange>();
  const server = Fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
  server.get('/health', () => ({ status: 'ok' }));
  server.all(`${BASE_PATH}/*`, (request, reply) => {
    if (request.headers.authorization !== authorization)
      return reply.code(403).send({ success: false, message: 'Invalid access' });
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const call: Call = {
      method: request.method,
      path: pathname.slice(BASE_PATH.length),
      query: Object.fromEntries(searchParams),
    };
    const same = alike(exchanges, call);
    const next = same.find((exchange) => !answered.has(exchange)) ?? same.at(-1);
    if (!next) return reply.code(404).send({ success: false, message: 'This call was not recorded' });
    answered.add(next);
    const { httpStatus, contentType, json, text = '' } = next.answer;
    if (contentType !== '') reply.type(contentType);
    return reply.code(httpStatus).send(Buffer.from(json === undefined ? text : JSON.stringify(json)));
  });
  return { baseUrl: (await server.listen({ port, host })) + BASE_PATH, close: () => server.close() };
}

type Call = Pick<Exchange['request'], 'method' | 'path' | 'query'>;

/** Those with the same query; where there are none, as when it has a date, those with other values in it. */
function alike(exchanges: readonly Exchange[], call: Call): Exchange[] {
  const there = exchanges.filter(({ request }) => request.method === call.method && request.path === call.path);
  const exact = there.filter(({ request }) => isDeepStrictEqual(request.query, call.query));
  const names = Object.keys(call.query).toSorted();
  return exact.length > 0
    ? exact
    : there.filter(({ request }) => isDeepStrictEqual(Object.keys(request.query).toSorted(), names));
}
