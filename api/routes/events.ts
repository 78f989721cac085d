import type { ApiServer, Backend } from '../api-server.ts';
import { MANY_LIMIT } from '../limits.ts';
import { problemResponses } from '../problems.ts';
import { sentAgainAnswer, undeliveredAnswer, undeliveredFilter, undeliveredQuery } from '../schemas.ts';
import { undeliveredOf } from '../undelivered.ts';
import { ASKED_OF_TEMPORAL, WITH_BODY } from './shared-problems.ts';

/** Events that were not delivered. */
export function addEvents(server: ApiServer, { orders, within }: Backend): void {
  server.get(
    '/v1/events/undelivered',
    {
      config: { right: 'read' },
      schema: {
        operationId: 'listUndeliveredEvents',
        summary: 'List what a receiver has not taken',
        description: 'A line for each order and receiver. What it reads is eventually consistent.',
        tags: ['events'],
        querystring: undeliveredQuery,
        response: {
          200: undeliveredAnswer.describe('Some of them, and how many there are.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, 'InvalidRequest'),
        },
      },
    },
    ({ query: { limit, ...filter } }) => within(() => undeliveredOf(orders, filter, limit)),
  );

  server.post(
    '/v1/events/undelivered/send-again',
    {
      config: { right: 'sendEvents' },
      schema: {
        operationId: 'sendEventsAgain',
        summary: 'Send at once what a receiver has not taken',
        description: 'Its tries begin anew. Without a receiver and a reference it is all that is undelivered.',
        tags: ['events'],
        body: undeliveredFilter,
        response: {
          200: sentAgainAnswer.describe('They are sent again.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, ...WITH_BODY, 'InvalidRequest'),
        },
      },
    },
    async ({ body }) => ({ sentAgain: await orders.within(MANY_LIMIT, () => orders.sendEventsAgain(body)) }),
  );
}
