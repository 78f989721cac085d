import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { DASHBOARDS, grafanaJson } from '../../deploy/grafana/dashboards.ts';
import { findOnPath } from '../../local/executables.ts';
import { ALERT_TESTS_FILE, ALERTS_FILE, allAlerts } from './alerts.ts';

const run = promisify(execFile);
const promtool = await findOnPath('promtool', process.env['PATH']);
/** Debian's package prometheus has it; .ci/run installs that. */
const withPromtool = promtool === undefined ? test.skip : test;

const alerts = allAlerts();

const FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})';
const testsSchema = z.object({
  tests: z.array(
    z.object({
      name: z.string(),
      promql_expr_test: z
        .array(z.object({ expr: z.literal(FIRING), exp_samples: z.array(z.object({ labels: z.string() })) }))
        .length(1),
    }),
  ),
});
const { tests } = testsSchema.parse(parse(readFileSync(ALERT_TESTS_FILE, 'utf8')));

withPromtool('the alerts are what Prometheus accepts, and fire when they should', async () => {
  await run(promtool ?? '', ['check', 'rules', fileURLToPath(ALERTS_FILE)]);
  await run(promtool ?? '', ['test', 'rules', fileURLToPath(ALERT_TESTS_FILE)]);
});

test.each(alerts.map(({ alert }) => alert))(
  '%s has a test in which it alone fires, and one in which none does',
  (alert) => {
    const expected = tests
      .filter(({ name }) => name.startsWith(`${alert} `))
      .map(({ promql_expr_test: [firing] }) => firing?.exp_samples.map(({ labels }) => labels));
    expect(expected).toEqual([[`{alertname="${alert}"}`], []]);
  },
);

test('each alert has a part of the runbook, in their order, and the runbook has no other', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
  expect(headings).toEqual(alerts.map(({ alert }) => alert));
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  }
});

test.each(DASHBOARDS.map((dashboard) => [dashboard.name, dashboard] as const))(
  'deploy/grafana/%s.json is as npm run dashboards writes it',
  (name, dashboard) => {
    const file = new URL(`../../deploy/grafana/${name}.json`, import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(grafanaJson(dashboard));
  },
);
