import type { MetricMeter } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import type { OrderCountSettings } from '../activities/order-count.ts';
import { RESOLUTIONS, type CreateSettings } from '../activities/create-once.ts';
import type { WebhookOutcome } from '../activities/event-delivery.ts';
import type { ComparisonSettings } from '../activities/reconciliation.ts';
import { DIFFERENCE_CODES } from '../contract/reconciliation.ts';
import type { OctaneListeners } from '../octane/http.ts';
import { OPERATION_NAMES, OPERATIONS } from '../octane/operations.ts';
import { countGauges, gaugeOf } from './count-gauges.ts';
import { METRICS, type Metric } from './metric-table.ts';

/** Those that `createOnce` sends. */
const CREATING = OPERATION_NAMES.filter((name) => {
  const { effect, repetition } = OPERATIONS[name];
  return effect === 'creates' && repetition === 'afterSearching';
});

/** What the parts of a worker report to, bound to the SDK's meter. */
export type Metrics = Required<Pick<OctaneListeners, 'onSent'>> &
  Pick<CreateSettings, 'onUnknownOutcome' | 'onResolution'> &
  ComparisonSettings &
  Pick<OrderCountSettings, 'onCounted'> & {
    /** @param callsPerSecond - What all workers together may send to Octane. */
    onLimit: (callsPerSecond: number) => void;
    onUnknownStatus: () => void;
    onWatched: (groupNo: string) => void;
    onWebhook: (receiver: string, outcome: WebhookOutcome) => void;
  };

/** The metrics of this process. They go nowhere unless the runtime has an exporter. */
export function runtimeMetrics(): Metrics {
  return metricsOf(Runtime.instance().metricMeter);
}

function metricsOf(meter: MetricMeter): Metrics {
  const counter = ({ name, unit, meaning }: Metric) => meter.createCounter(name, unit, meaning);
  const { octaneCallDuration } = METRICS;
  const octaneCalls = counter(METRICS.octaneCalls);
  const duration = meter.createHistogram(
    octaneCallDuration.name,
    'float',
    octaneCallDuration.unit,
    octaneCallDuration.meaning,
  );
  const allowedCalls = gaugeOf(meter, METRICS.octaneAllowedCalls);
  const unknownOutcomes = counter(METRICS.unknownOutcomes);
  const resolutions = counter(METRICS.resolutions);
  const unmappedStatuses = counter(METRICS.unmappedStatuses);
  const differences = counter(METRICS.differences);
  const webhooks = counter(METRICS.webhooks);
  const watched = gaugeOf(meter, METRICS.watched);

  // From nothing to 1 is no increase to Prometheus; from 0 it is.
  unmappedStatuses.add(0);
  for (const operation of CREATING) unknownOutcomes.add(0, { operation });
  for (const resolution of RESOLUTIONS) resolutions.add(0, { resolution });
  for (const code of DIFFERENCE_CODES) differences.add(0, { code });

  return {
    onSent: ({ operation, outcome, took }) => {
      octaneCalls.add(1, { operation, outcome });
      duration.record(took / 1000, { operation });
    },
    onLimit: (callsPerSecond) => {
      allowedCalls.set(callsPerSecond);
    },
    onUnknownOutcome: (operation) => {
      unknownOutcomes.add(1, { operation });
    },
    onResolution: (resolution) => {
      resolutions.add(1, { resolution });
    },
    onUnknownStatus: () => {
      unmappedStatuses.add(1);
    },
    onWatched: (groupNo) => {
      watched.set(Date.now() / 1000, { group: groupNo });
    },
    onWebhook: (receiver, outcome) => {
      webhooks.add(1, { receiver, outcome });
    },
    onDifference: (code) => {
      differences.add(1, { code });
    },
    onCounted: countGauges(meter),
  };
}
