import type { ApiServer, Backend } from '../api-server.ts';
import { POLL_LIMIT } from '../limits.ts';
import { problemResponses } from '../problems.ts';
import { notificationBody, pollAnswer } from '../schemas.ts';
import { ASKED_OF_TEMPORAL, WITH_BODY } from './shared-problems.ts';

/** What other systems tell. */
export function addNotifications(server: ApiServer, { orders, within }: Backend): void {
  server.post(
    '/v1/notifications/octane',
    {
      config: { right: 'notify' },
      schema: {
        operationId: 'notifyOctaneChange',
        summary: 'Tell that Octane has changed an order',
        description:
          'A hint: the order polls at once, and believes only what Octane answers. A hint that is wrong or lost does no harm.',
        tags: ['notifications'],
        body: notificationBody,
        response: {
          200: pollAnswer.describe('Whether an order polls now.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, ...WITH_BODY, 'InvalidRequest'),
        },
      },
    },
    ({ body }) => within(() => orders.orderChanged(body, { longestWait: POLL_LIMIT })),
  );
}
