import type { VNode } from 'preact';
import type { UndeliveredEvents } from '../../../client/index.ts';
import { toTheMinute } from '../../../client/printing/times.ts';
import type { Undelivered } from '../../undelivered.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { OwnForm } from './fields.tsx';
import { Layout, type Frame } from './layout.tsx';
import { OrderCell, OrdersTable } from './orders-table.tsx';

interface EventsPageProps {
  frame: Frame;
  undelivered: Undelivered;
  maySend: boolean;
  /** What came of a request that was just made. */
  notice?: string;
}

export function EventsPage({ frame, undelivered: { undelivered, all }, maySend, notice }: EventsPageProps): VNode {
  const { formToken } = frame;
  return (
    <Layout title="Undelivered events" frame={frame}>
      {notice !== undefined && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {undelivered.length === 0 ? (
        <p class="card">Every event is delivered.</p>
      ) : (
        <>
          {maySend && (
            <OwnForm action="/events" formToken={formToken}>
              <button>Send all of them again</button>
            </OwnForm>
          )}
          <OrdersTable
            columns={['Order', 'Receiver', 'Since', 'Attempts', 'Next', 'Why', ...(maySend ? ['Send'] : [])]}
          >
            {undelivered.map((events) => (
              <tr>
                <OrderCell reference={events.reference} />
                <td>{events.receiver}</td>
                <td class="time">{toTheMinute(events.since, DEFAULT_ZONE)}</td>
                <td>{events.attempts}</td>
                <td class="time">{nextOf(events)}</td>
                <td>{events.why}</td>
                {maySend && (
                  <td>
                    <OwnForm action="/events" formToken={formToken}>
                      <input type="hidden" name="receiver" value={events.receiver} />
                      <input type="hidden" name="reference" value={events.reference} />
                      <button class="plain">Send again</button>
                    </OwnForm>
                  </td>
                )}
              </tr>
            ))}
          </OrdersTable>
        </>
      )}
      {all > undelivered.length && <p>{`These are some of ${all}.`}</p>}
    </Layout>
  );
}

function nextOf({ isGivenUp, nextAttempt }: UndeliveredEvents): string {
  if (isGivenUp) return 'given up';
  return nextAttempt === undefined ? 'now' : toTheMinute(nextAttempt, DEFAULT_ZONE);
}
