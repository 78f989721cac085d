import type { VNode } from 'preact';
import type { OrderSummary } from '../../../client/index.ts';
import { toTheMinute } from '../../../client/printing/times.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { Layout, type Frame } from './layout.tsx';
import { OrderCell, OrdersTable } from './orders-table.tsx';

interface FoundPageProps {
  frame: Frame;
  title: string;
  /** What was searched for, if anything was. */
  searched?: string;
  found: readonly OrderSummary[];
  /** True when there are more, which are not shown. */
  hasMore: boolean;
}

export function FoundPage({ frame, title, searched = '', found, hasMore }: FoundPageProps): VNode {
  return (
    <Layout title={title} frame={frame} searched={searched}>
      {found.length === 0 && (
        <p class="card">
          None. An order is found by its whole reference, its customer's number, or Octane's number of it.
        </p>
      )}
      {found.length > 0 && (
        <OrdersTable columns={['Order', 'State', 'Customer', "Octane's order", 'Started']}>
          {found.map(({ reference, flow, state, custNo, orderId, inJeopardy, startedAt }) => (
            <tr>
              <OrderCell reference={reference} flow={flow} />
              <td>
                {state}
                {inJeopardy && <span class="warn">overdue</span>}
              </td>
              <td>{custNo}</td>
              <td>{orderId}</td>
              <td class="time">{toTheMinute(startedAt, DEFAULT_ZONE)}</td>
            </tr>
          ))}
        </OrdersTable>
      )}
      {hasMore && <p>There are more: these are the newest.</p>}
    </Layout>
  );
}
