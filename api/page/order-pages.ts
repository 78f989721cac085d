import type { FastifyRequest } from 'fastify';
import type { EnquiryFlow, OrderView } from '../../client/index.ts';
import { orderedOf } from '../../client/ordered.ts';
import type { KnownOfOrder } from '../../client/printing/order-facts.ts';
import { fromTo } from '../../client/printing/times.ts';
import { nextStanding } from '../../client/watching.ts';
import { isOrderFlow } from '../../contract/flows.ts';
import { workflowIdOf } from '../../contract/names.ts';
import type { ApiServer } from '../api-server.ts';
import { nameOf } from '../authentication/authentication.ts';
import { ANSWER_LIMIT, POLL_LIMIT } from '../limits.ts';
import { actionsOf } from '../order-actions.ts';
import { orderAddress } from '../schemas.ts';
import { decisionIn, pollForm, rescheduleForm, resolveForm, wishIn, withdrawForm } from './forms.ts';
import type { Page } from './page-server.ts';
import { OrderPage } from './views/order.tsx';
import { zoneOfService } from './zones.ts';

/** Milliseconds for what an order becomes by an answer; then its page shows it as it stands. */
const STEP_LIMIT = ANSWER_LIMIT / 2;

/** One order, and what can be asked of it. */
export function addOrderPages(server: ApiServer, { orders, within, frameOf, show, webUiUrl }: Page): void {
  const schema = { hide: true, params: orderAddress };

  /** The order's page, with what came of a request that was just made. */
  async function pageOf(request: FastifyRequest, reference: string, notice?: string) {
    const order = orders.order(reference);
    const [frame, view, { input, serviceState }] = await Promise.all([frameOf(request), order.view(), order.history()]);
    const result = hasMeasured(view) ? await orders.order<EnquiryFlow>(reference).result() : undefined;
    const known: KnownOfOrder = {
      view,
      ordered: orderedOf(input),
      zone: zoneOfService(serviceState),
      ...(result && { result }),
    };
    return OrderPage({
      frame,
      known,
      may: actionsOf(view, frame.caller),
      notice,
      webUiLink: webUiUrl && `${webUiUrl}/workflows/${workflowIdOf(reference)}`,
    });
  }

  server.get('/orders/:reference', { config: { right: 'read' }, schema }, (request, reply) =>
    within(async () => show(reply, await pageOf(request, request.params.reference))),
  );

  server.post(
    '/orders/:reference/resolve',
    { config: { right: 'resolve' }, schema: { ...schema, body: resolveForm } },
    (request, reply) =>
      within(async () => {
        const { params, body } = request;
        const order = orders.order(params.reference);
        const { progress } = await order.view();
        const decision = { ...decisionIn(body, progress.flow), by: nameOf(request) };
        await order.resolve(decision, { updateId: body.requestId });
        const answered = progress.fallout?.since;
        const after = await nextStanding(order, { ...(answered !== undefined && { answered }), limit: STEP_LIMIT });
        const notice = `Your answer, ${body.action}, was accepted. The order is now ${after.progress.state}.`;
        return show(reply, await pageOf(request, params.reference, notice));
      }),
  );

  server.post(
    '/orders/:reference/withdraw',
    { config: { right: 'withdraw' }, schema: { ...schema, body: withdrawForm } },
    (request, reply) =>
      within(async () => {
        const { params, body } = request;
        const { accepted, why } = await orders
          .order(params.reference)
          .withdraw({ reason: body.reason, by: nameOf(request) }, { updateId: body.requestId });
        const notice = `The withdrawal was ${accepted ? 'accepted' : 'not accepted'}. ${why}`;
        return show(reply, await pageOf(request, params.reference, notice));
      }),
  );

  server.post(
    '/orders/:reference/reschedule',
    { config: { right: 'reschedule' }, schema: { ...schema, body: rescheduleForm } },
    (request, reply) =>
      within(async () => {
        const { params, body } = request;
        const order = orders.order(params.reference);
        const zone = zoneOfService((await order.history()).serviceState);
        const { startTime, endTime } = await order.reschedule(
          { ...wishIn(body, zone), by: nameOf(request) },
          { updateId: body.requestId },
        );
        const notice = `The appointment is now ${fromTo(startTime, endTime, zone)}.`;
        return show(reply, await pageOf(request, params.reference, notice));
      }),
  );

  server.post(
    '/orders/:reference/poll',
    { config: { right: 'poll' }, schema: { ...schema, body: pollForm } },
    (request, reply) =>
      within(async () => {
        const { reference } = request.params;
        const { polls, why } = await orders.order(reference).poll({ longestWait: POLL_LIMIT });
        return show(reply, await pageOf(request, reference, polls ? 'Octane is polled now.' : why));
      }),
  );
}

/** A test that has completed. */
function hasMeasured({ status, progress }: OrderView): boolean {
  return status === 'COMPLETED' && !isOrderFlow(progress.flow);
}
