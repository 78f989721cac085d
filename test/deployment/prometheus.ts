import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { freePort } from '../../local/ports.ts';
import { startServerProcess } from '../../local/server-process.ts';
import { eventually } from '../eventually.ts';
import { readAlerts, type Alert } from './alerts.ts';

/** A real Prometheus that scrapes workers every second, with the alerts of deploy/. */
export interface Prometheus {
  /** The names of the alerts that fire now. */
  firing: () => Promise<string[]>;
  /** The names of all metrics that it has scraped. */
  metrics: () => Promise<string[]>;
  stop: () => Promise<void>;
}

const alertsAnswer = z.object({
  data: z.object({ alerts: z.array(z.object({ labels: z.object({ alertname: z.string() }), state: z.string() })) }),
});
const namesAnswer = z.object({ data: z.array(z.string()) });

/** @param thresholds - In place of an alert's own: the right side of its first comparison. */
export async function startPrometheus(
  binary: string,
  targets: readonly string[],
  thresholds: Readonly<Record<string, string>>,
): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-prometheus-'));
  const groups = readAlerts().groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => inAHurry(rule, thresholds[rule.alert])),
  }));
  await writeFile(join(folder, 'alerts.yml'), stringify({ groups }));
  await writeFile(
    join(folder, 'prometheus.yml'),
    stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: ['alerts.yml'],
      scrape_configs: [{ job_name: 'workers', static_configs: [{ targets }] }],
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const server = await startServerProcess(
    binary,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ],
    console.error,
  );
  const ask = async (path: string): Promise<unknown> => (await fetch(`http://${address}/api/v1/${path}`)).json();
  await eventually(() => ask('alerts').catch(() => undefined));
  return {
    firing: async () => {
      const { data } = alertsAnswer.parse(await ask('alerts'));
      return data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
    },
    metrics: async () => namesAnswer.parse(await ask('label/__name__/values')).data,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Two seconds of a test stand for a minute. */
const SECONDS_FOR_A_MINUTE = 2;

function inAHurry(rule: Alert, threshold: string | undefined): Alert {
  const short = (duration: string) =>
    duration.replace(/(\d+)([mh])/g, (_, count: string, unit: string) => {
      const minutes = Number(count) * (unit === 'h' ? 60 : 1);
      return `${minutes * SECONDS_FOR_A_MINUTE}s`;
    });
  const expr = rule.expr.replace(/\[[^\]]+\]|offset \S+/g, short);
  return {
    ...rule,
    expr: threshold === undefined ? expr : expr.replace(/> [\d *]+$/m, `> ${threshold}`),
    ...(rule.for !== undefined && { for: short(rule.for) }),
  };
}
