import type { VNode } from 'preact';
import type { Became } from '../../../client/printing/became.ts';
import { withTimesIn } from '../../../client/printing/times.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { Layout, type Frame } from './layout.tsx';
import { OrderCell, OrdersTable } from './orders-table.tsx';

/** What each of many orders became by the answer. */
export function AnsweredPage({ frame, became }: { frame: Frame; became: readonly Became[] }): VNode {
  return (
    <Layout title="What each order became" frame={frame}>
      <OrdersTable columns={['Order', 'Answer', 'Is now']}>
        {became.map(({ reference, did, note, view }) => (
          <tr>
            <OrderCell reference={reference} />
            <td>{did}</td>
            <td>
              <b>{view?.progress.state}</b> {withTimesIn(DEFAULT_ZONE, note ?? view?.progress.fallout?.sentence ?? '')}
            </td>
          </tr>
        ))}
      </OrdersTable>
      <p>
        <a href="/">To the orders that need a person</a>
      </p>
    </Layout>
  );
}
