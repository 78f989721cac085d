/** One figure over time; a `stat` shows its last value alone. */
interface Panel {
  title: string;
  type?: 'timeseries' | 'stat';
  /** One of Grafana's units; default: short. */
  unit?: string;
  /** PromQL by what its lines are called, in Grafana's template of labels. */
  lines: Readonly<Record<string, string>>;
}

interface Dashboard {
  /** The name of its file, and Grafana's uid. */
  name: string;
  title: string;
  panels: readonly Panel[];
}

const bySum = (label: string, metric: string, filter = '') => `sum by (${label}) (rate(${metric}${filter}[5m]))`;
const quantile = (share: number, metric: string, label?: string) =>
  `histogram_quantile(${share}, sum by (${label === undefined ? 'le' : `le, ${label}`}) (rate(${metric}_bucket[5m])))`;

/** For those who answer for orders. */
const OPERATIONS: Dashboard = {
  name: 'nbn-operations',
  title: 'NBN orders',
  panels: [
    {
      title: 'Need a person',
      type: 'stat',
      lines: { orders: 'sum(max by (flow) (nbn_open_orders{state="fallout"}))' },
    },
    {
      title: 'Oldest decision has waited',
      type: 'stat',
      unit: 's',
      lines: { waited: 'max(nbn_fallout_oldest_seconds)' },
    },
    { title: 'In jeopardy', type: 'stat', lines: { orders: 'sum(max by (state) (nbn_orders_in_jeopardy))' } },
    {
      title: 'Twice at Octane, in a week',
      type: 'stat',
      lines: { orders: 'sum(increase(nbn_reconcile_differences_total{code=~"sameOrderTwice|placedTwice"}[7d]))' },
    },
    {
      title: 'Open orders by state',
      lines: { '{{state}}': 'sum by (state) (max by (state, flow) (nbn_open_orders))' },
    },
    { title: 'Open orders by flow', lines: { '{{flow}}': 'sum by (flow) (max by (state, flow) (nbn_open_orders))' } },
    { title: 'In jeopardy by state', lines: { '{{state}}': 'max by (state) (nbn_orders_in_jeopardy)' } },
    {
      title: 'Events',
      unit: 'ops',
      lines: { '{{receiver}} {{outcome}}': bySum('receiver, outcome', 'nbn_webhooks_total') },
    },
    { title: 'Deliveries not taken', lines: { deliveries: 'max(nbn_undelivered_deliveries)' } },
    { title: 'Oldest delivery not taken', unit: 's', lines: { waited: 'max(nbn_undelivered_oldest_seconds)' } },
    {
      title: 'Differences that reconciliations found, in a day',
      lines: { '{{code}}': 'sum by (code) (increase(nbn_reconcile_differences_total[1d]))' },
    },
    {
      title: 'Age of these counts',
      unit: 's',
      lines: { age: 'time() - max(nbn_orders_counted_timestamp_seconds)' },
    },
  ],
};

/** For those who talk to Telcoinabox. */
const OCTANE: Dashboard = {
  name: 'nbn-octane',
  title: 'Octane',
  panels: [
    { title: 'Away', type: 'stat', unit: 's', lines: { '{{type}}': 'max by (type) (nbn_octane_outage_seconds)' } },
    {
      title: 'Allowed calls that are used',
      type: 'stat',
      unit: 'percentunit',
      lines: { used: 'sum(rate(nbn_octane_calls_total[5m])) / max(nbn_octane_allowed_calls_per_second)' },
    },
    {
      title: 'Calls by operation',
      unit: 'ops',
      lines: { '{{operation}}': bySum('operation', 'nbn_octane_calls_total') },
    },
    {
      title: 'Calls that failed, by how',
      unit: 'ops',
      lines: {
        '{{operation}} {{outcome}}': bySum(
          'operation, outcome',
          'nbn_octane_calls_total',
          '{outcome!~"done|cancelled"}',
        ),
      },
    },
    {
      title: 'Duration of a call',
      unit: 's',
      lines: {
        'half of them': quantile(0.5, 'nbn_octane_call_duration_seconds'),
        '95 %': quantile(0.95, 'nbn_octane_call_duration_seconds'),
      },
    },
    {
      title: 'Duration by operation, 95 %',
      unit: 's',
      lines: { '{{operation}}': quantile(0.95, 'nbn_octane_call_duration_seconds', 'operation') },
    },
    {
      title: 'Unknown outcomes of create calls, in an hour',
      lines: { '{{operation}}': 'sum by (operation) (increase(nbn_create_unknown_outcomes_total[1h]))' },
    },
    {
      title: 'What became of them, in an hour',
      lines: { '{{resolution}}': 'sum by (resolution) (increase(nbn_create_resolutions_total[1h]))' },
    },
    {
      title: 'Statuses that no row maps, in a day',
      lines: { changes: 'sum(increase(nbn_unmapped_statuses_total[1d]))' },
    },
    {
      title: 'Changes were last read',
      unit: 's',
      lines: { 'group {{group}}': 'time() - max by (group) (nbn_watched_timestamp_seconds)' },
    },
  ],
};

/** For those who run the workers and Temporal. */
const WORKERS: Dashboard = {
  name: 'nbn-workers',
  title: 'Workers',
  panels: [
    {
      title: 'Pollers',
      lines: { '{{task_queue}} {{poller_type}}': 'sum by (task_queue, poller_type) (temporal_num_pollers)' },
    },
    {
      title: 'Free slots',
      lines: {
        '{{task_queue}} {{worker_type}}': 'sum by (task_queue, worker_type) (temporal_worker_task_slots_available)',
      },
    },
    {
      title: 'Workflow tasks wait for a worker',
      unit: 'ms',
      lines: {
        'half of them': quantile(0.5, 'temporal_workflow_task_schedule_to_start_latency'),
        '99 %': quantile(0.99, 'temporal_workflow_task_schedule_to_start_latency'),
      },
    },
    {
      title: 'Duration of a workflow task',
      unit: 'ms',
      lines: { '99 %': quantile(0.99, 'temporal_workflow_task_execution_latency') },
    },
    {
      title: 'Activities wait for a worker, or for Octane’s limit',
      unit: 'ms',
      lines: { '{{task_queue}}, 95 %': quantile(0.95, 'temporal_activity_schedule_to_start_latency', 'task_queue') },
    },
    {
      title: 'Activities by type',
      unit: 'ops',
      lines: { '{{activity_type}}': bySum('activity_type', 'temporal_activity_execution_latency_count') },
    },
    { title: 'Cached workflows', lines: { '{{instance}}': 'sum by (instance) (temporal_sticky_cache_size)' } },
    {
      title: 'Calls of Temporal that fail',
      unit: 'ops',
      lines: { '{{operation}} {{status_code}}': bySum('operation, status_code', 'temporal_request_failure') },
    },
    {
      title: 'Duration of a call of Temporal',
      unit: 'ms',
      lines: { '99 %': quantile(0.99, 'temporal_request_latency') },
    },
  ],
};

export const DASHBOARDS: readonly Dashboard[] = [OPERATIONS, OCTANE, WORKERS];

const COLUMNS = 24;
const SIZES = { stat: { w: 6, h: 4 }, timeseries: { w: 12, h: 8 } };
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** As Grafana imports it. */
export function grafanaJson({ name, title, panels }: Dashboard): string {
  let place = { x: 0, y: 0, h: 0 };
  const placed = panels.map(({ title: panelTitle, type = 'timeseries', unit = 'short', lines }, index) => {
    const { w, h } = SIZES[type];
    const fits = place.x + w <= COLUMNS && (place.h === 0 || place.h === h);
    const gridPos = { x: fits ? place.x : 0, y: fits ? place.y : place.y + place.h, w, h };
    place = { x: gridPos.x + w, y: gridPos.y, h };
    return {
      id: index + 1,
      title: panelTitle,
      type,
      datasource: DATASOURCE,
      gridPos,
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      options: {},
      targets: Object.entries(lines).map(([legendFormat, expr], line) => ({
        refId: String.fromCharCode('A'.charCodeAt(0) + line),
        datasource: DATASOURCE,
        expr,
        legendFormat,
      })),
    };
  });
  const dashboard = {
    uid: name,
    title,
    tags: ['nbn-orders'],
    schemaVersion: 39,
    editable: true,
    time: { from: 'now-24h', to: 'now' },
    refresh: '1m',
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }] },
    panels: placed,
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}
