import type { VNode } from 'preact';
import type { OrderSummary } from '../../../client/index.ts';
import { toTheMinute } from '../../../client/printing/times.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { Layout, type Frame } from './layout.tsx';

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
        <div class="scroll" tabIndex={0} role="region" aria-label="Orders">
          <table>
            <thead>
              <tr>
                <th scope="col">Order</th>
                <th scope="col">State</th>
                <th scope="col">Customer</th>
                <th scope="col">Octane's order</th>
                <th scope="col">Started</th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ reference, flow, state, custNo, orderId, inJeopardy, startedAt }) => (
                <tr>
                  <th scope="row">
                    <a href={`/orders/${reference}`}>{reference}</a>
                    <br />
                    {flow}
                  </th>
                  <td>
                    {state}
                    {inJeopardy && <span class="warn">overdue</span>}
                  </td>
                  <td>{custNo}</td>
                  <td>{orderId}</td>
                  <td class="time">{toTheMinute(startedAt, DEFAULT_ZONE)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasMore && <p>There are more: these are the newest.</p>}
    </Layout>
  );
}
