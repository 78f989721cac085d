import type { MetricGauge, MetricMeter } from '@temporalio/common';
import { COUNT_EVERY } from '../activities/order-count.ts';
import type { OrderCounts } from '../temporal/order-counts.ts';
import { OUTAGE_TYPES } from '../contract/octane-outage.ts';
import { METRICS, type Metric } from './metric-table.ts';

/** Milliseconds. Another worker may make the next count: what this one says must not be taken for the present then. */
const COUNTS_FOR = 2.5 * COUNT_EVERY;

export function gaugeOf(meter: MetricMeter, { name, unit, meaning }: Metric): MetricGauge {
  return meter.createGauge(name, 'float', unit, meaning);
}

/** Shows each count, and `NaN` in its place once it is too old: Prometheus' `max` over all workers passes that over. */
export function countGauges(meter: MetricMeter): (counts: OrderCounts) => void {
  const open = gaugeOf(meter, METRICS.openOrders);
  const inJeopardy = gaugeOf(meter, METRICS.inJeopardy);
  const oldestFallout = gaugeOf(meter, METRICS.oldestFallout);
  const outage = gaugeOf(meter, METRICS.outage);
  const undelivered = gaugeOf(meter, METRICS.undelivered);
  const oldestUndelivered = gaugeOf(meter, METRICS.oldestUndelivered);
  const counted = gaugeOf(meter, METRICS.counted);
  let expiry: NodeJS.Timeout | undefined;

  const show = (counts: OrderCounts, valueOf: (value: number) => number) => {
    for (const { state, flow, count } of counts.open) open.set(valueOf(count), { state, flow });
    for (const { state, count } of counts.inJeopardy) inJeopardy.set(valueOf(count), { state });
    oldestFallout.set(valueOf(secondsSince(counts.oldestFallout)));
    for (const type of OUTAGE_TYPES) {
      const since = counts.outage?.type === type ? counts.outage.since : undefined;
      outage.set(valueOf(secondsSince(since)), { type });
    }
    undelivered.set(valueOf(counts.undelivered.count));
    oldestUndelivered.set(valueOf(secondsSince(counts.undelivered.oldest)));
  };
  return (counts) => {
    clearTimeout(expiry);
    show(counts, (value) => value);
    counted.set(Date.now() / 1000);
    expiry = setTimeout(() => {
      show(counts, () => NaN);
    }, COUNTS_FOR).unref();
  };
}

/** 0 for what is not. The instants are by the server's clock, which may be ahead. */
function secondsSince(instant: number | undefined): number {
  return instant === undefined ? 0 : Math.max(0, Date.now() - instant) / 1000;
}
