import type { VNode } from 'preact';
import type { FalloutCode } from '../../../client/index.ts';
import { toTheMinute, withTimesIn } from '../../../client/printing/times.ts';
import { RESOLVE_ACTIONS } from '../../../contract/fallout.ts';
import { MOST_READ, type Queue, type Waiting } from '../queue.ts';
import { DEFAULT_ZONE } from '../zones.ts';
import { OwnForm, ReasonField } from './fields.tsx';
import { Layout, type Frame } from './layout.tsx';
import { OrderCell, OrdersTable } from './orders-table.tsx';

interface QueuePageProps {
  frame: Frame;
  queue: Queue;
  /** Of those that are shown; missing when all are. */
  code?: FalloutCode | undefined;
  mayResolve: boolean;
}

export function QueuePage({ frame, queue, code, mayResolve }: QueuePageProps): VNode {
  const { waiting, all } = queue;
  return (
    <Layout title="Orders that need a person" frame={frame}>
      <Codes queue={queue} code={code} />
      {all > MOST_READ && <p>{`These are the ${MOST_READ} most urgent of ${all}.`}</p>}
      {waiting.length === 0 ? (
        <p class="card">No order waits for a decision.</p>
      ) : (
        <OwnForm action="/answers" formToken={frame.formToken}>
          <OrdersTable columns={[...(mayResolve ? ['Choose'] : []), 'Order', 'Customer', 'Why', 'Since']}>
            {waiting.map((row) => (
              <Row row={row} mayResolve={mayResolve} />
            ))}
          </OrdersTable>
          {mayResolve && <ManyAnswers waiting={waiting} />}
        </OwnForm>
      )}
    </Layout>
  );
}

function Codes({ queue: { codes }, code }: Pick<QueuePageProps, 'queue' | 'code'>): VNode {
  return (
    <ul class="codes" aria-label="By code">
      {codes.map(([each, count]) => (
        <li>
          <a href={each === code ? '/' : `/?code=${each}`} aria-current={each === code ? 'true' : undefined}>
            {`${each} ${count}`}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Row({ row: { summary, view }, mayResolve }: { row: Waiting; mayResolve: boolean }): VNode {
  const { reference, flow, custNo, inJeopardy } = summary;
  const { fallout } = view.progress;
  return (
    <tr>
      {mayResolve && (
        <td>
          <input type="checkbox" name="order" value={reference} aria-label={`Choose ${reference}`} />
        </td>
      )}
      <OrderCell reference={reference} flow={flow} />
      <td>{custNo}</td>
      <td>
        <b>{fallout?.code}</b>
        <br />
        {fallout && withTimesIn(DEFAULT_ZONE, fallout.sentence)}
      </td>
      <td class="time">
        {fallout && toTheMinute(new Date(fallout.since), DEFAULT_ZONE)}
        {inJeopardy && <span class="warn">overdue</span>}
      </td>
    </tr>
  );
}

/** For those that are chosen. Adopting needs an order of Octane's for each, so it is not here. */
function ManyAnswers({ waiting }: { waiting: readonly Waiting[] }): VNode {
  const offered = new Set(waiting.flatMap(({ view }) => view.progress.fallout?.choices.map(({ action }) => action)));
  return (
    <fieldset class="card">
      <legend>Answer the chosen orders</legend>
      <label>
        Answer
        <select name="action" required>
          {RESOLVE_ACTIONS.filter((action) => action !== 'adopt' && offered.has(action)).map((action) => (
            <option>{action}</option>
          ))}
        </select>
      </label>
      <ReasonField />
      <button>Answer them</button>
    </fieldset>
  );
}
