import type { VNode } from 'preact';
import type { KnownOfOrder } from '../../../client/printing/known-of-order.ts';
import { happenings, orderFacts, retryFacts } from '../../../client/printing/order-facts.ts';
import { toTheSecond, withTimesIn } from '../../../client/printing/times.ts';
import type { OrderAction } from '../../schemas.ts';
import { Decision } from './decision.tsx';
import { OwnForm, ReasonField } from './fields.tsx';
import { Layout, type Frame } from './layout.tsx';

interface OrderPageProps {
  frame: Frame;
  known: KnownOfOrder;
  /** What the caller may do with the order now. */
  may: OrderAction[];
  /** What has just been asked for, and what came of it. */
  notice?: string | undefined;
  /** Of the order in Temporal's Web UI. */
  webUiLink?: string | undefined;
}

export function OrderPage({ frame, known, may, notice, webUiLink }: OrderPageProps): VNode {
  const { view, zone } = known;
  const { progress } = view;
  const { reference, flow, fallout } = progress;
  const form = { reference, formToken: frame.formToken };
  return (
    <Layout title={`${flow} ${reference}`} frame={frame}>
      {notice !== undefined && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {fallout && <Decision {...form} flow={flow} fallout={fallout} zone={zone} mayResolve={may.includes('resolve')} />}
      <section class="card" aria-label="What it is">
        <dl>
          {[...orderFacts(known), ...retryFacts(known)]
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => (
              <div>
                <dt>{name.trim()}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        {webUiLink !== undefined && <a href={webUiLink}>In Temporal's Web UI</a>}
      </section>
      <section aria-labelledby="happened">
        <h2 id="happened">What has happened</h2>
        <ol class="timeline">
          {happenings(progress.timeline).map(({ at, text, times }) => (
            <li>
              <time dateTime={at}>{toTheSecond(at, zone)}</time> {withTimesIn(zone, text)}
              {times > 1 && ` (${times} times)`}
            </li>
          ))}
        </ol>
      </section>
      {may.includes('reschedule') && (
        <p class="card">
          <a href={`/orders/${reference}/reschedule`}>Move the appointment</a>
        </p>
      )}
      {may.includes('withdraw') && <Withdraw {...form} />}
      {may.includes('poll') && <Poll {...form} />}
    </Layout>
  );
}

interface FormProps {
  reference: string;
  formToken: string;
}

function Withdraw({ reference, formToken }: FormProps): VNode {
  return (
    <details class="card">
      <summary>Withdraw the order</summary>
      <OwnForm action={`/orders/${reference}/withdraw`} formToken={formToken} once>
        <p>For an order that the customer no longer wants. It tells whether that came in time.</p>
        <ReasonField />
        <button class="danger">Withdraw it</button>
      </OwnForm>
    </details>
  );
}

function Poll({ reference, formToken }: FormProps): VNode {
  return (
    <OwnForm action={`/orders/${reference}/poll`} formToken={formToken}>
      <button class="plain">Poll Octane now</button>
    </OwnForm>
  );
}
