import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { OPERATION_NAMES, OPERATIONS, type OperationName } from '../octane/operations.ts';
import { INVALID_ACCESS, type Answer } from './answer.ts';
import type { Books } from './books.ts';
import type { Call, Handlers } from './call.ts';
import type { Clock } from './clock.ts';
import type { CallToHit, Faults } from './faults/faults.ts';
import { suffer } from './faults/suffer.ts';
import { Refusal } from './refusal.ts';
import { addressRoutes } from './routes/addresses.ts';
import { appointmentRoutes } from './routes/appointments.ts';
import { customerRoutes } from './routes/customers.ts';
import { enquiryRoutes } from './routes/enquiries.ts';
import { orderRoutes } from './routes/orders.ts';
import { planRoutes } from './routes/plans.ts';
import { qualificationRoutes } from './routes/qualifications.ts';
import { serviceRoutes } from './routes/services.ts';
import { subjectOf, type Subject } from './subject.ts';

export interface ApiOptions {
  books: Books;
  /** Those that calls may name. */
  groups: ReadonlySet<string>;
  clock: Clock;
  faults: Faults;
  username: string;
  logger: Logger | undefined;
}

/** Adds a route for every operation of the client's table. */
export function addApi(server: FastifyInstance, { books, groups, clock, faults, username, logger }: ApiOptions): void {
  const handlers: Handlers = {
    ...addressRoutes(),
    ...appointmentRoutes(books),
    ...customerRoutes(books),
    ...enquiryRoutes(books),
    ...orderRoutes(books, faults),
    ...planRoutes(books),
    ...qualificationRoutes(books),
    ...serviceRoutes(books),
  };

  for (const operation of OPERATION_NAMES) {
    const { method, path } = OPERATIONS[operation];
    server.route<{ Params: Record<string, string>; Querystring: Record<string, string> }>({
      method,
      url: path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async ({ params, query, body }, reply) => {
        const { groupno = books.catalogue.groupNo } = params;
        if (!groups.has(groupno)) return send(reply, INVALID_ACCESS);
        const callAt = (now: number): Call => ({ now, by: username, params, query, body });
        const now = await clock.now();
        // Without a fault nothing awaits after the clock, so no other call comes between this one's time and what it does.
        const call = callAt(now);
        const subject = subjectOf(call);
        books.calls.record(operation, subject);
        const fault = faults.hit({ at: now, operation, custNo: customerOf(subject) });
        const answer = fault
          ? await suffer(fault, async () => handle(operation, callAt(await clock.now())))
          : handle(operation, call);
        logger?.info(
          { operation, answer: typeof answer === 'string' ? answer : answer.httpStatus, fault: fault?.fault },
          'called',
        );
        return send(reply, answer);
      },
    });
  }

  function handle(operation: OperationName, call: Call): Answer {
    books.settle(call.now);
    try {
      return handlers[operation](call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  function customerOf({ custNo, orderId = '', enquiryId = '' }: Subject): CallToHit['custNo'] {
    return custNo ?? books.order(orderId)?.service.custNo ?? books.enquiry(enquiryId)?.service.custNo;
  }
}

/** Sends the answer, breaks the connection, or does nothing more about it. */
export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (typeof answer === 'string') {
    reply.hijack();
    if (answer === 'hangUp') reply.raw.destroy();
    return reply;
  }
  return reply
    .code(answer.httpStatus)
    .type(answer.contentType)
    .headers(answer.headers ?? {})
    .send(Buffer.from(answer.body, answer.encoding));
}
