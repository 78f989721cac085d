import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { format } from 'prettier';
import { findTemporalBinary } from '../local/temporal-binaries.ts';
import { buildIdOfCheckout } from '../worker/build-id.ts';
import { svgOf } from './plot.ts';
import { RESULTS, results, SUMMARY, type Result } from './results.ts';
import { scaleInWords, type Outcome } from './scenario.ts';
import { summaryOf } from './summary.ts';

/** Prints what came out. */
export function print(scenario: string, { scale, figures, wrong }: Outcome): void {
  console.log(`\n${scenario} (${scaleInWords(scale)})`);
  for (const { what, value, target, floor } of figures) {
    const met = target ? `; target ${target.text}: ${target.met ? 'met' : 'MISSED'}` : '';
    console.log(`  ${what}: ${value}${met}${floor && !floor.met ? `; BELOW THE FLOOR of ${floor.text}` : ''}`);
  }
  for (const why of wrong.slice(0, 10)) console.log(`  DOES NOT COUNT: ${why}`);
}

/** Keeps what came out: in `bench/results/<scenario>.json`, its plots beside it, and in the page of all scenarios. */
export async function keep(scenario: string, command: string, { plots = [], ...outcome }: Outcome): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  for (const plot of plots) writeFileSync(`${RESULTS}${scenario}-${plot.name}.svg`, await svgOf(plot));
  const result: Result = {
    scenario,
    at: new Date().toISOString(),
    command,
    machine: machine(),
    versions: await versions(),
    ...outcome,
    plots: plots.map(({ name, title }) => ({ file: `${scenario}-${name}.svg`, title })),
  };
  writeFileSync(`${RESULTS}${scenario}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(SUMMARY, await format(summaryOf(results()), { parser: 'markdown' }));
}

function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
  };
}

async function versions() {
  const sdk = JSON.parse(
    readFileSync(new URL('../node_modules/@temporalio/worker/package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const cli = execFileSync(await findTemporalBinary('cli'), ['--version'], { encoding: 'utf8' })
    .replace('temporal version', '')
    .trim();
  return {
    'nbn-orders': buildIdOfCheckout(),
    node: process.version,
    '@temporalio/worker': sdk.version,
    temporal: cli,
  };
}
