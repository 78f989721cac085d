import type { Progress } from '../../client/index.ts';
import type { ApiServer, Backend } from '../api-server.ts';
import { actionsOf } from '../order-actions.ts';
import { orderEnd } from '../order-end.ts';
import { problemResponses } from '../problems.ts';
import {
  checkBody,
  checkedAnswer,
  listQuery,
  orderAddress,
  orderAnswer,
  orderBody,
  pageAnswer,
  slotsAnswer,
  slotsQuery,
  startedAnswer,
  timelineAnswer,
} from '../schemas.ts';
import { validator } from '../validation.ts';
import { ASKED_OF_TEMPORAL, ASKED_OF_WORKER, WITH_BODY } from './shared-problems.ts';

/** Start orders, and see how they stand. */
export function addOrders(server: ApiServer, { orders, within }: Backend): void {
  server.put(
    '/v1/orders/:reference',
    {
      config: { right: 'start' },
      validatorCompiler: validator('InvalidOrder'),
      schema: {
        operationId: 'startOrder',
        summary: 'Start an order',
        description:
          'Safe to repeat: the same order with the same reference is one order while it runs and after it succeeded. After it failed, the reference starts a new one.',
        tags: ['orders'],
        params: orderAddress,
        body: orderBody,
        response: {
          200: startedAnswer.describe('The order was there already.'),
          201: startedAnswer.describe('The order was started.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, ...WITH_BODY, 'InvalidOrder', 'InvalidRequest', 'ReferenceInUse'),
        },
      },
    },
    async ({ params: { reference }, body: { flow, ...input } }, reply) => {
      const order = await within(() => orders.start(flow, { ...input, reference }));
      return reply
        .code(order.started ? 201 : 200)
        .header('location', `/v1/orders/${reference}`)
        .send({ reference, flow });
    },
  );

  server.post(
    '/v1/orders::validate',
    {
      config: { right: 'start', dryRun: true },
      validatorCompiler: validator('InvalidOrder'),
      schema: {
        operationId: 'validateOrder',
        summary: 'Check an order, and start nothing',
        tags: ['orders'],
        body: checkBody,
        response: {
          200: checkedAnswer.describe('The order is valid.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, ...WITH_BODY, 'InvalidOrder', 'ReferenceInUse'),
        },
      },
    },
    async ({ body: { flow, ...input } }) => ({ exists: await within(() => orders.exists(flow, input)) }),
  );

  server.get(
    '/v1/orders',
    {
      config: { right: 'read' },
      schema: {
        operationId: 'listOrders',
        summary: 'List orders, newest first',
        description: 'What it reads is eventually consistent: an order appears a moment after its start.',
        tags: ['orders'],
        querystring: listQuery,
        response: {
          200: pageAnswer.describe('A page of orders.'),
          ...problemResponses(...ASKED_OF_TEMPORAL, 'InvalidRequest'),
        },
      },
    },
    ({ query: { limit, cursor, jeopardy, dueBefore, ...filter } }) =>
      within(() =>
        orders.page(
          {
            ...filter,
            jeopardy: jeopardy === 'true',
            ...(dueBefore !== undefined && { dueBefore: new Date(dueBefore) }),
          },
          { limit, cursor },
        ),
      ),
  );

  server.get(
    '/v1/orders/:reference',
    {
      config: { right: 'read' },
      schema: {
        operationId: 'getOrder',
        summary: 'How an order stands, and what you may do with it',
        tags: ['orders'],
        params: orderAddress,
        response: {
          200: orderAnswer.describe('How the order stands now.'),
          ...problemResponses(...ASKED_OF_WORKER, 'InvalidRequest', 'NoSuchOrder'),
        },
      },
    },
    ({ params: { reference }, caller }) =>
      within(async () => {
        const order = orders.order(reference);
        const view = await order.view();
        return {
          ...withoutTimeline(view.progress),
          workflowStatus: view.status,
          retries: view.retries,
          ...(await orderEnd(order, view)),
          may: actionsOf(view, caller),
        };
      }),
  );

  server.get(
    '/v1/orders/:reference/timeline',
    {
      config: { right: 'read' },
      schema: {
        operationId: 'getTimeline',
        summary: 'What has happened to an order, oldest first',
        tags: ['orders'],
        params: orderAddress,
        response: {
          200: timelineAnswer.describe('The latest entries.'),
          ...problemResponses(...ASKED_OF_WORKER, 'InvalidRequest', 'NoSuchOrder'),
        },
      },
    },
    async ({ params: { reference } }) => {
      const { timeline } = await within(() => orders.order(reference).progress());
      return { timeline };
    },
  );

  server.get(
    '/v1/orders/:reference/slots',
    {
      config: { right: 'reschedule', dryRun: true },
      schema: {
        operationId: 'listSlots',
        summary: 'What the appointment of an activation can be moved to, earliest first',
        description: 'Octane is asked each time. A slot may be taken by the time it is booked.',
        tags: ['orders'],
        params: orderAddress,
        querystring: slotsQuery,
        response: {
          200: slotsAnswer.describe('At most a hundred.'),
          ...problemResponses(...ASKED_OF_WORKER, 'InvalidRequest', 'NoSuchOrder', 'UpdateRefused', 'SlotsNotListed'),
        },
      },
    },
    async ({ params: { reference }, query: { notBefore } }) => ({
      slots: await within(() => orders.order(reference).slots({ notBefore })),
    }),
  );
}

function withoutTimeline(progress: Progress): Omit<Progress, 'timeline'> {
  const rest: Partial<Progress> & Omit<Progress, 'timeline'> = { ...progress };
  delete rest.timeline;
  return rest;
}
