import type { ApiServer, Backend } from '../api-server.ts';
import { nameOf } from '../authentication/authentication.ts';
import { POLL_LIMIT } from '../limits.ts';
import { problemResponses } from '../problems.ts';
import {
  idempotencyHeaders,
  orderAddress,
  pollAnswer,
  rescheduleAnswer,
  rescheduleBody,
  resolveAnswer,
  resolveBody,
  withdrawAnswer,
  withdrawBody,
} from '../schemas.ts';
import { ASKED_OF_TEMPORAL, ASKED_OF_WORKER, WITH_BODY } from './shared-problems.ts';

const UPDATE_PROBLEMS = problemResponses(
  ...ASKED_OF_WORKER,
  ...WITH_BODY,
  'InvalidRequest',
  'NoSuchOrder',
  'UpdateRefused',
  'IdempotencyKeyInUse',
);

/** Change an order that runs. */
export function addUpdates(server: ApiServer, { orders, within }: Backend): void {
  server.post(
    '/v1/orders/:reference/withdraw',
    {
      config: { right: 'withdraw' },
      schema: {
        operationId: 'withdrawOrder',
        summary: 'End an order that the customer no longer wants',
        description: 'After an acceptance the order tells whether it came in time.',
        tags: ['updates'],
        params: orderAddress,
        headers: idempotencyHeaders,
        body: withdrawBody,
        response: { 200: withdrawAnswer.describe('Accepted or not, and why.'), ...UPDATE_PROBLEMS },
      },
    },
    (request) =>
      within(() =>
        orders
          .order(request.params.reference)
          .withdraw({ ...request.body, by: nameOf(request) }, { updateId: request.headers['idempotency-key'] }),
      ),
  );

  server.post(
    '/v1/orders/:reference/reschedule',
    {
      config: { right: 'reschedule' },
      schema: {
        operationId: 'rescheduleOrder',
        summary: 'Move the appointment of an activation',
        tags: ['updates'],
        params: orderAddress,
        headers: idempotencyHeaders,
        body: rescheduleBody,
        response: { 200: rescheduleAnswer.describe('The appointment that is booked now.'), ...UPDATE_PROBLEMS },
      },
    },
    (request) =>
      within(() =>
        orders
          .order(request.params.reference)
          .reschedule({ ...request.body, by: nameOf(request) }, { updateId: request.headers['idempotency-key'] }),
      ),
  );

  server.post(
    '/v1/orders/:reference/resolve',
    {
      config: { right: 'resolve' },
      schema: {
        operationId: 'resolveOrder',
        summary: 'Decide how an order in fallout goes on',
        description: 'The order says in `fallout.choices` what is possible, and what each choice would do.',
        tags: ['updates'],
        params: orderAddress,
        headers: idempotencyHeaders,
        body: resolveBody,
        response: { 200: resolveAnswer.describe('The order goes on so.'), ...UPDATE_PROBLEMS },
      },
    },
    async (request) => {
      const { body, headers, params } = request;
      await within(() =>
        orders
          .order(params.reference)
          .resolve({ ...body, by: nameOf(request) }, { updateId: headers['idempotency-key'] }),
      );
      return { accepted: body.action };
    },
  );

  server.post(
    '/v1/orders/:reference/poll',
    {
      config: { right: 'poll' },
      schema: {
        operationId: 'pollOrder',
        summary: 'Let an order poll Octane at once',
        tags: ['updates'],
        params: orderAddress,
        response: {
          200: pollAnswer.describe('Whether there is something to poll.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, 'InvalidRequest', 'NoSuchOrder'),
        },
      },
    },
    ({ params: { reference } }) => within(() => orders.order(reference).poll({ longestWait: POLL_LIMIT })),
  );
}
