export interface Metric {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  unit: string;
  labels: readonly string[];
  meaning: string;
}

/** The figures of the business, beside those of the SDK itself. docs/metrics.md has a row for each. */
export const METRICS = {
  octaneCalls: {
    name: 'nbn_octane_calls_total',
    type: 'counter',
    unit: 'calls',
    labels: ['operation', 'outcome'],
    meaning: 'Calls sent to Octane, by how they ended.',
  },
  octaneCallDuration: {
    name: 'nbn_octane_call_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    labels: ['operation'],
    meaning: 'Time from sending a call to the end of its answer.',
  },
  octaneAllowedCalls: {
    name: 'nbn_octane_allowed_calls_per_second',
    type: 'gauge',
    unit: 'calls per second',
    labels: [],
    meaning: 'Calls that all workers together may send.',
  },
  unknownOutcomes: {
    name: 'nbn_create_unknown_outcomes_total',
    type: 'counter',
    unit: 'calls',
    labels: ['operation'],
    meaning: 'Create calls after which it was not known whether Octane had carried them out.',
  },
  resolutions: {
    name: 'nbn_create_resolutions_total',
    type: 'counter',
    unit: 'attempts',
    labels: ['resolution'],
    meaning: 'Attempts that found out what had become of an earlier create call, or that only a person can tell.',
  },
  unmappedStatuses: {
    name: 'nbn_unmapped_statuses_total',
    type: 'counter',
    unit: 'changes of status',
    labels: [],
    meaning: 'Changes of an order to a status that no row maps.',
  },
  differences: {
    name: 'nbn_reconcile_differences_total',
    type: 'counter',
    unit: 'differences',
    labels: ['code'],
    meaning: 'Differences that reconciliations found between our orders and Octane.',
  },
  openOrders: {
    name: 'nbn_open_orders',
    type: 'gauge',
    unit: 'orders',
    labels: ['state', 'flow'],
    meaning: 'Open orders and enquiries.',
  },
  inJeopardy: {
    name: 'nbn_orders_in_jeopardy',
    type: 'gauge',
    unit: 'orders',
    labels: ['state'],
    meaning: 'Open orders that miss the target of their phase.',
  },
  oldestFallout: {
    name: 'nbn_fallout_oldest_seconds',
    type: 'gauge',
    unit: 'seconds',
    labels: [],
    meaning: 'How long the order that has waited longest for a decision has waited.',
  },
  outage: {
    name: 'nbn_octane_outage_seconds',
    type: 'gauge',
    unit: 'seconds',
    labels: ['type'],
    meaning: 'How long all of Octane has been away.',
  },
  webhooks: {
    name: 'nbn_webhooks_total',
    type: 'counter',
    unit: 'webhooks',
    labels: ['receiver', 'outcome'],
    meaning: 'Webhooks sent, by what became of them.',
  },
  undelivered: {
    name: 'nbn_undelivered_deliveries',
    type: 'gauge',
    unit: 'deliveries',
    labels: [],
    meaning: 'Deliveries, each of one order to one receiver, with events that it has not taken.',
  },
  oldestUndelivered: {
    name: 'nbn_undelivered_oldest_seconds',
    type: 'gauge',
    unit: 'seconds',
    labels: [],
    meaning: 'How long the oldest of them have not been taken.',
  },
  watched: {
    name: 'nbn_watched_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds since 1970',
    labels: ['group'],
    meaning: 'When this worker last read to its end what Octane has changed in a group.',
  },
  counted: {
    name: 'nbn_orders_counted_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds since 1970',
    labels: [],
    meaning: 'When this worker last counted the open orders.',
  },
} as const satisfies Record<string, Metric>;

/** Octane may take up to the responseTimeout, of 40 s at most. */
export const HISTOGRAM_BUCKETS = { [METRICS.octaneCallDuration.name]: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40] };
