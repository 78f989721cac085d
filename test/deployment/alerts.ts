import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** Prometheus' rules, and their tests. */
export const ALERTS_FILE = new URL('../../deploy/prometheus/alerts.yml', import.meta.url);
export const ALERT_TESTS_FILE = new URL('../../deploy/prometheus/alerts.test.yml', import.meta.url);

const alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
});
export type Alert = z.infer<typeof alert>;

export const alertsFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alert) })),
});

export function readAlerts(): z.infer<typeof alertsFile> {
  return alertsFile.parse(parse(readFileSync(ALERTS_FILE, 'utf8')));
}

export function allAlerts(): Alert[] {
  return readAlerts().groups.flatMap(({ rules }) => rules);
}

/** The names of the metrics that an expression reads, without what a histogram adds to its name. */
export function metricsIn(expr: string): string[] {
  const names = [...expr.matchAll(/\b(?:nbn|temporal)_[a-z_]+\b/g)].map(([name]) =>
    name.replace(/_(bucket|sum|count)$/, ''),
  );
  return [...new Set(names)];
}
