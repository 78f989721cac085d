import type { ApiServer } from '../api-server.ts';
import { MANY_LIMIT } from '../limits.ts';
import { hasRight } from '../roles.ts';
import { undeliveredOf } from '../undelivered.ts';
import { sendAgainForm } from './forms.ts';
import type { Page } from './page-server.ts';
import { EventsPage } from './views/events.tsx';

const MOST_SHOWN = 50;

/** Events that were not delivered, and sending them again. */
export function addEventPages(server: ApiServer, { orders, within, frameOf, show }: Page): void {
  const schema = { hide: true };

  server.get('/events', { config: { right: 'read' }, schema }, (request, reply) =>
    within(async () => {
      const [frame, undelivered] = await Promise.all([frameOf(request), undeliveredOf(orders, {}, MOST_SHOWN)]);
      return show(reply, EventsPage({ frame, undelivered, maySend: hasRight(frame.caller, 'sendEvents') }));
    }),
  );

  server.post(
    '/events',
    { config: { right: 'sendEvents' }, schema: { ...schema, body: sendAgainForm } },
    async (request, reply) => {
      const { receiver, reference } = request.body;
      const sentAgain = await orders.within(MANY_LIMIT, () => orders.sendEventsAgain({ receiver, reference }));
      const [frame, undelivered] = await within(() =>
        Promise.all([frameOf(request), undeliveredOf(orders, {}, MOST_SHOWN)]),
      );
      const notice = `Sent again now: the events of ${sentAgain} order${sentAgain === 1 ? '' : 's'}.`;
      return show(reply, EventsPage({ frame, undelivered, maySend: true, notice }));
    },
  );
}
