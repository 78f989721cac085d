import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { SlotsNotListed, UpdateRefused, type OrderHandle } from '../../client/index.ts';
import { knownOfOrder } from '../../client/printing/known-of-order.ts';
import { fromTo } from '../../client/printing/times.ts';
import { standingAfterAnswer } from '../../client/watching.ts';
import { workflowIdOf } from '../../contract/names.ts';
import type { ApiServer } from '../api-server.ts';
import { nameOf } from '../authentication/authentication.ts';
import { ANSWER_LIMIT, POLL_LIMIT } from '../limits.ts';
import { actionsOf } from '../order-actions.ts';
import { orderAddress, type OrderAction } from '../schemas.ts';
import { checked } from '../validation.ts';
import {
  beginningOf,
  decisionIn,
  pollForm,
  rescheduleForm,
  resolveForm,
  slotsQuery,
  wishIn,
  withdrawForm,
} from './forms.ts';
import type { Page } from './page-server.ts';
import { OrderPage } from './views/order.tsx';
import { ReschedulePage } from './views/reschedule.tsx';
import { zoneOfService } from './zones.ts';

/** Milliseconds for what an order becomes by an answer; then its page shows it as it stands. */
const STEP_LIMIT = ANSWER_LIMIT / 2;

/** One order, and what can be asked of it. */
export function addOrderPages(server: ApiServer, { orders, within, frameOf, show, webUiUrl }: Page): void {
  const schema = { hide: true, params: orderAddress };

  /** The order's page, with what came of a request that was just made. */
  async function pageOf(request: FastifyRequest, reference: string, notice?: string) {
    const [frame, known] = await Promise.all([
      frameOf(request),
      knownOfOrder(orders, orders.order(reference), zoneOfService),
    ]);
    return OrderPage({
      frame,
      known,
      may: actionsOf(known.view, frame.caller),
      notice,
      webUiLink: webUiUrl && `${webUiUrl}/workflows/${workflowIdOf(reference)}`,
    });
  }

  /** @param ask - Asks the order for what the form says, and tells in a sentence what came of it. */
  function addForm<Fields>(
    action: OrderAction,
    form: z.ZodType<Fields>,
    ask: (order: OrderHandle, fields: Fields, by: string) => Promise<string>,
  ) {
    server.post(`/orders/:reference/${action}`, { config: { right: action }, schema }, (request, reply) =>
      within(async () => {
        const { reference } = request.params;
        const notice = await ask(orders.order(reference), checked(form, request.body), nameOf(request));
        return show(reply, await pageOf(request, reference, notice));
      }),
    );
  }

  server.get('/orders/:reference', { config: { right: 'read' }, schema }, (request, reply) =>
    within(async () => show(reply, await pageOf(request, request.params.reference))),
  );

  addForm('resolve', resolveForm, async (order, fields, by) => {
    const view = await order.view();
    const answer = { ...decisionIn(fields, view.progress.flow), by };
    const after = await standingAfterAnswer(order, view, answer, { updateId: fields.requestId, limit: STEP_LIMIT });
    return `Your answer, ${fields.action}, was accepted. The order is now ${after.progress.state}.`;
  });

  addForm('withdraw', withdrawForm, async (order, { reason, requestId }, by) => {
    const { accepted, why } = await order.withdraw({ reason, by }, { updateId: requestId });
    return `The withdrawal was ${accepted ? 'accepted' : 'not accepted'}. ${why}`;
  });

  server.get(
    '/orders/:reference/reschedule',
    { config: { right: 'reschedule', dryRun: true }, schema: { ...schema, querystring: slotsQuery } },
    (request, reply) =>
      within(async () => {
        const { notBefore } = request.query;
        const order = orders.order(request.params.reference);
        const [frame, progress, { serviceState }] = await Promise.all([
          frameOf(request),
          order.progress(),
          order.history(),
        ]);
        const zone = zoneOfService(serviceState);
        const slots = await order.slots({ notBefore: beginningOf(notBefore, zone) }).catch(notListed);
        return show(reply, ReschedulePage({ frame, progress, zone, notBefore, slots }));
      }),
  );

  addForm('reschedule', rescheduleForm, async (order, fields, by) => {
    const zone = zoneOfService((await order.history()).serviceState);
    const { startTime, endTime } = await order.reschedule(
      { ...wishIn(fields, zone), by },
      { updateId: fields.requestId },
    );
    return `The appointment is now ${fromTo(startTime, endTime, zone)}.`;
  });

  addForm('poll', pollForm, async (order) => {
    const { polls, why } = await order.poll({ longestWait: POLL_LIMIT });
    return polls ? 'Octane is polled now.' : why;
  });
}

/** Another way to move the appointment is beside the slots, so the page is there without them. */
function notListed(error: unknown): { notListed: string } {
  if (error instanceof SlotsNotListed || error instanceof UpdateRefused) return { notListed: error.message };
  throw error;
}
