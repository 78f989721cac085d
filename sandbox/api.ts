import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { OPERATION_NAMES, OPERATIONS, type OperationName } from '../octane/operations.ts';
import { INVALID_ACCESS, type Answer } from './answer.ts';
import type { Books } from './books.ts';
import type { Call, Handlers } from './call.ts';
import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';
import { addressRoutes } from './routes/addresses.ts';
import { appointmentRoutes } from './routes/appointments.ts';
import { customerRoutes } from './routes/customers.ts';
import { enquiryRoutes } from './routes/enquiries.ts';
import { orderRoutes } from './routes/orders.ts';
import { planRoutes } from './routes/plans.ts';
import { qualificationRoutes } from './routes/qualifications.ts';
import { serviceRoutes } from './routes/services.ts';

export interface ApiOptions {
  books: Books;
  clock: Clock;
  username: string;
  password: string;
  logger: Logger | undefined;
}

/** Adds a route for every operation of the client's table, behind Basic auth. */
export function addApi(server: FastifyInstance, { books, clock, username, password, logger }: ApiOptions): void {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const handlers: Handlers = {
    ...addressRoutes(),
    ...appointmentRoutes(books),
    ...customerRoutes(books),
    ...enquiryRoutes(books),
    ...orderRoutes(books),
    ...planRoutes(books),
    ...qualificationRoutes(books),
    ...serviceRoutes(books),
  };

  server.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== authorization) await send(reply, INVALID_ACCESS);
  });

  for (const operation of OPERATION_NAMES) {
    const { method, path } = OPERATIONS[operation];
    server.route<{ Params: Record<string, string>; Querystring: Record<string, string> }>({
      method,
      url: path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async ({ params, query, body }, reply) => {
        // Nothing awaits after the clock, so no other call comes between this one's time and what it does.
        const answer = handle(operation, { now: await clock.now(), by: username, params, query, body });
        logger?.info({ operation, answer: answer === 'hangUp' ? answer : answer.httpStatus }, 'called');
        return send(reply, answer);
      },
    });
  }

  function handle(operation: OperationName, call: Call): Answer {
    const { groupno = books.catalogue.groupNo } = call.params;
    if (groupno !== books.catalogue.groupNo) return INVALID_ACCESS;
    books.calls.record(operation, call);
    books.settle(call.now);
    try {
      return handlers[operation](call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }
}

/** Sends the answer, or breaks the connection where that is the answer. */
export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer === 'hangUp') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  return reply
    .code(answer.httpStatus)
    .type(answer.contentType)
    .headers(answer.headers ?? {})
    .send(answer.body);
}
