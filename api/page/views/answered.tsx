import type { VNode } from 'preact';
import type { Became } from '../../../client/printing/became.ts';
import { withTimesIn } from '../../../client/printing/times.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { Layout, type Frame } from './layout.tsx';

/** What each of many orders became by the answer. */
export function AnsweredPage({ frame, became }: { frame: Frame; became: readonly Became[] }): VNode {
  return (
    <Layout title="What each order became" frame={frame}>
      <div class="scroll" tabIndex={0} role="region" aria-label="Orders">
        <table>
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Answer</th>
              <th scope="col">Is now</th>
            </tr>
          </thead>
          <tbody>
            {became.map(({ reference, did, note, view }) => (
              <tr>
                <th scope="row">
                  <a href={`/orders/${reference}`}>{reference}</a>
                </th>
                <td>{did}</td>
                <td>
                  <b>{view?.progress.state}</b>{' '}
                  {withTimesIn(DEFAULT_ZONE, note ?? view?.progress.fallout?.sentence ?? '')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        <a href="/">To the orders that need a person</a>
      </p>
    </Layout>
  );
}
