import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findTemporalBinary } from '../local/temporal-binaries.ts';
import type { Outcome } from './scenario.ts';

const RESULTS = fileURLToPath(new URL('results/', import.meta.url));

/** Prints what came out, and keeps it in `bench/results/<scenario>.json`. */
export async function report(scenario: string, command: string, outcome: Outcome): Promise<void> {
  const { scale, figures, wrong } = outcome;
  console.log(
    `\n${scenario} (${Object.entries(scale)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ')})`,
  );
  for (const { what, value, target } of figures) {
    console.log(`  ${what}: ${value}${target ? `; target ${target.text}: ${target.met ? 'met' : 'MISSED'}` : ''}`);
  }
  for (const why of wrong.slice(0, 10)) console.log(`  DOES NOT COUNT: ${why}`);
  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}${scenario}.json`;
  const result = {
    scenario,
    at: new Date().toISOString(),
    command,
    machine: machine(),
    versions: await versions(),
    ...outcome,
  };
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
}

/** What came out of these scenarios when they were last run, as docs/scaling.md has it. */
export function table(scenarios: readonly string[]): string {
  const rows = scenarios.flatMap((scenario) => {
    if (!existsSync(`${RESULTS}${scenario}.json`)) return [];
    const { figures, wrong } = JSON.parse(readFileSync(`${RESULTS}${scenario}.json`, 'utf8')) as Outcome;
    return figures.map(({ what, value, target }) => {
      const met = target === undefined ? '' : target.met ? 'yes' : 'no';
      const counts = wrong.length === 0 ? met : 'does not count';
      return `| \`${scenario}\` | ${what} | ${value} | ${target?.text ?? ''} | ${counts} |`;
    });
  });
  return ['| Scenario | Figure | Value | Target | Met |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
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
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  const { version } = JSON.parse(read('../package.json')) as { version: string };
  const sdk = JSON.parse(read('../node_modules/@temporalio/worker/package.json')) as { version: string };
  const cli = execFileSync(await findTemporalBinary('cli'), ['--version'], { encoding: 'utf8' }).trim();
  return { 'nbn-orders': version, node: process.version, '@temporalio/worker': sdk.version, temporal: cli };
}
