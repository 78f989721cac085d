import Fastify from 'fastify';
import { got, type Method } from 'got';
import { bodyOf } from '../octane/body.ts';
import { writeExchange, type Exchange } from './exchange.ts';
import { StandIns } from './stand-ins.ts';
import { withoutPeople } from './without-people.ts';

export interface RecorderOptions {
  /** Octane's base URL. */
  target: string;
  /** Where the exchanges are written. */
  folder: string;
  /** Default 0: any free port. */
  port?: number;
  /** Told of each exchange that was written, and of each call that could not be forwarded. */
  log?: (line: string) => void;
}

export interface Recorder {
  /** What OCTANE_BASE_URL is set to, so that calls pass through here. */
  baseUrl: string;
  close: () => Promise<void>;
}

/** Of the connection, rather than of what is sent. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'host', 'content-length', 'expect', 'upgrade'];

/** In bytes; longer answers are passed on, and recorded without their content. */
const LONGEST = 5_000_000;

/** A proxy before Octane, for this machine only: passes every call and answer on as it is, and records them without people's data. */
export async function startRecorder({
  target,
  folder,
  port = 0,
  log = () => undefined,
}: RecorderOptions): Promise<Recorder> {
  const standIns = new StandIns();
  let count = 0;
  const server = Fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body);
  });
  server.all('/*', async (request, reply) => {
    const number = ++count;
    const url = new URL(target + request.url);
    const sent = Buffer.isBuffer(request.body) ? request.body : undefined;
    const answer = await got(url, {
      method: request.method as Method,
      headers: withoutHopByHop(request.headers),
      ...(sent && { body: sent }),
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      decompress: false,
      responseType: 'buffer',
    });
    const { text, json } = {
      text: undefined,
      json: undefined,
      ...(await bodyOf(Buffer.from(answer.rawBody), answer.headers, LONGEST)),
    };
    const recorded = withoutPeople(
      {
        request: {
          method: request.method,
          path: url.pathname.slice(new URL(target).pathname.replace(/\/$/, '').length),
          query: Object.fromEntries(url.searchParams),
          ...(sent && { body: jsonIn(sent) }),
        },
        answer: {
          httpStatus: answer.statusCode,
          contentType: answer.headers['content-type'] ?? '',
          ...(answer.headers.date !== undefined && { date: answer.headers.date }),
          ...(json === undefined ? { text } : { json: json as Exchange['answer']['json'] }),
        },
      },
      standIns,
    );
    await writeExchange(folder, number, recorded);
    log(`${number}: ${recorded.request.method} ${recorded.request.path} ${recorded.answer.httpStatus}`);
    return reply.code(answer.statusCode).headers(withoutHopByHop(answer.headers)).send(Buffer.from(answer.rawBody));
  });
  server.setErrorHandler((_, request, reply) => {
    log(`${request.method} could not be forwarded.`);
    // As the caller would have seen it without a proxy.
    reply.hijack();
    reply.raw.destroy();
  });
  return { baseUrl: await server.listen({ port, host: '127.0.0.1' }), close: () => server.close() };
}

function withoutHopByHop<Value>(headers: Record<string, Value>): Record<string, NonNullable<Value>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => !HOP_BY_HOP.includes(name) && value !== undefined),
  ) as Record<string, NonNullable<Value>>;
}

function jsonIn(bytes: Buffer): Exchange['request']['body'] {
  try {
    return JSON.parse(bytes.toString()) as Exchange['request']['body'];
  } catch {
    return null;
  }
}
