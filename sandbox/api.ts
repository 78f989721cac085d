import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { OPERATION_NAMES, type OperationName } from '../octane/operations.ts';
import { INVALID_ACCESS, type Answer } from './answer.ts';
import { targetOf, type CallTarget } from './call-target.ts';
import type { Call, Handlers } from './call.ts';
import type { Clock } from './clock.ts';
import { applyFault } from './faults/apply-fault.ts';
import type { CallToHit, Faults } from './faults/faults.ts';
import type { Personality, Request } from './personalities/personality.ts';
import type { Records } from './records.ts';
import { Refusal } from './refusal.ts';
import { addressRoutes } from './routes/addresses.ts';
import { appointmentRoutes } from './routes/appointments.ts';
import { customerRoutes } from './routes/customers.ts';
import { enquiryRoutes } from './routes/enquiries.ts';
import { orderRoutes } from './routes/orders.ts';
import { planRoutes } from './routes/plans.ts';
import { qualificationRoutes } from './routes/qualifications.ts';
import { serviceRoutes } from './routes/services.ts';
import { send } from './send.ts';

export interface ApiOptions {
  records: Records;
  /** The groups that calls may name. */
  groups: ReadonlySet<string>;
  clock: Clock;
  faults: Faults;
  username: string;
  personality: Personality;
  logger: Logger | undefined;
}

/** Adds a route for every operation of the client's table. */
export function addApi(
  server: FastifyInstance,
  { records, groups, clock, faults, username, personality, logger }: ApiOptions,
): void {
  const handlers: Handlers = {
    ...addressRoutes(),
    ...appointmentRoutes(records),
    ...customerRoutes(records),
    ...enquiryRoutes(records),
    ...orderRoutes(records, faults),
    ...planRoutes(records),
    ...qualificationRoutes(records),
    ...serviceRoutes(records),
  };

  for (const operation of OPERATION_NAMES) {
    const { method, path } = personality.route(operation);
    server.route<{ Params: Record<string, string>; Querystring: Record<string, string> }>({
      method,
      url: path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async ({ params, query, body }, reply) => {
        const answer = await answerTo(operation, { params, query, body }).catch(answerOf);
        return send(reply, typeof answer === 'string' ? answer : personality.say(operation, answer));
      },
    });
  }

  async function answerTo(operation: OperationName, asked: Request): Promise<Answer> {
    const request = personality.understand(operation, asked);
    const { groupno = records.catalogue.groupNo } = request.params;
    if (!groups.has(groupno)) return INVALID_ACCESS;
    const callAt = (now: number): Call => ({ now, by: username, ...request });
    const now = await clock.now();
    // Without a fault nothing is awaited after the clock, so calls take effect in the order of their times.
    const call = callAt(now);
    const target = targetOf(call);
    records.calls.record(operation, target);
    const fault = faults.hit({ at: now, operation, custNo: customerOf(target), orderId: target.orderId });
    const answer = fault
      ? await applyFault(fault, {
          handle: async () => handle(operation, callAt(await clock.now())),
          handleLater: (delaySeconds) => {
            const at = now + delaySeconds * 1000;
            records.runAt(at, () => handle(operation, callAt(at)));
          },
        })
      : handle(operation, call);
    logger?.info(
      { operation, answer: typeof answer === 'string' ? answer : answer.httpStatus, fault: fault?.fault },
      'called',
    );
    return answer;
  }

  function handle(operation: OperationName, call: Call): Answer {
    records.settle(call.now);
    try {
      return handlers[operation](call);
    } catch (error) {
      return answerOf(error);
    }
  }

  function customerOf({ custNo, orderId = '', enquiryId = '' }: CallTarget): CallToHit['custNo'] {
    return custNo ?? records.order(orderId)?.service.custNo ?? records.enquiry(enquiryId)?.service.custNo;
  }
}

/** The answer that a refused call gets. */
function answerOf(error: unknown): Answer {
  if (error instanceof Refusal) return error.answer;
  throw error;
}
