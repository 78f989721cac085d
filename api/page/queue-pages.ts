import { ordersAsTheyAre, resolveMany } from '../../client/bulk/resolve-many.ts';
import { NoSuchOrder, type ListFilter, type NbnOrders, type OrderSummary } from '../../client/index.ts';
import { INPUTS } from '../../contract/inputs.ts';
import { ORDER_ID } from '../../contract/update-requests.ts';
import type { ApiServer } from '../api-server.ts';
import { nameOf } from '../authentication/authentication.ts';
import { MANY_LIMIT } from '../limits.ts';
import { hasRight } from '../roles.ts';
import { answersForm, queueQuery, searchQuery } from './forms.ts';
import type { Page } from './page-server.ts';
import { queueOf } from './queue.ts';
import { AnsweredPage } from './views/answered.tsx';
import { FoundPage } from './views/found.tsx';
import { QueuePage } from './views/queue.tsx';

const MOST_FOUND = 50;
const { reference } = INPUTS.planChange.shape;

/** Lists of orders, and the answer to many at once. */
export function addQueuePages(server: ApiServer, { orders, within, frameOf, show }: Page): void {
  const schema = { hide: true };

  server.get('/', { config: { right: 'read' }, schema: { ...schema, querystring: queueQuery } }, (request, reply) =>
    within(async () => {
      const { code } = request.query;
      const [frame, queue] = await Promise.all([frameOf(request), queueOf(orders, code)]);
      return show(reply, QueuePage({ frame, queue, code, mayResolve: hasRight(frame.caller, 'resolve') }));
    }),
  );

  server.post(
    '/answers',
    { config: { right: 'resolve' }, schema: { ...schema, body: answersForm } },
    async (request, reply) => {
      const { order: references, action, reason } = request.body;
      const became = await orders.within(MANY_LIMIT, async () =>
        resolveMany(await ordersAsTheyAre(orders, references), { action, reason, by: nameOf(request) }),
      );
      return show(reply, AnsweredPage({ frame: await within(() => frameOf(request)), became }));
    },
  );

  server.get('/overdue', { config: { right: 'read' }, schema }, (request, reply) =>
    within(async () => {
      const [frame, { orders: found, cursor }] = await Promise.all([
        frameOf(request),
        orders.page({ jeopardy: true }, { limit: MOST_FOUND }),
      ]);
      return show(reply, FoundPage({ frame, title: 'Overdue orders', found, hasMore: cursor !== undefined }));
    }),
  );

  server.get(
    '/orders',
    { config: { right: 'read' }, schema: { ...schema, querystring: searchQuery } },
    (request, reply) =>
      within(async () => {
        const { q: searched } = request.query;
        if (await isReference(orders, searched)) return reply.redirect(`/orders/${searched}`, 303);
        const pages = await Promise.all(
          filtersFor(searched).map((filter) => orders.page(filter, { limit: MOST_FOUND })),
        );
        const found = [...byReference(pages.flatMap((some) => some.orders))];
        const [only] = found;
        if (only && found.length === 1) return reply.redirect(`/orders/${only.reference}`, 303);
        const hasMore = pages.some(({ cursor }) => cursor !== undefined);
        return show(
          reply,
          FoundPage({ frame: await frameOf(request), title: 'Orders found', searched, found, hasMore }),
        );
      }),
  );
}

async function isReference(orders: NbnOrders, text: string): Promise<boolean> {
  if (!reference.safeParse(text).success) return false;
  try {
    await orders.order(text).status();
    return true;
  } catch (error) {
    if (error instanceof NoSuchOrder) return false;
    throw error;
  }
}

/** A text that is no reference may be Octane's number of an order, or a customer. */
function filtersFor(text: string): ListFilter[] {
  const custNo = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
  return [...(ORDER_ID.test(text) ? [{ orderId: text }] : []), ...(custNo === undefined ? [] : [{ custNo }])];
}

function byReference(all: readonly OrderSummary[]): Iterable<OrderSummary> {
  return new Map(all.map((summary) => [summary.reference, summary])).values();
}
