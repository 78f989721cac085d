import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './scenario.ts';

export const RESULTS = fileURLToPath(new URL('results/', import.meta.url));
export const SUMMARY = `${RESULTS}README.md`;

/** The last run of a scenario, as it is kept. */
export interface Result extends Omit<Outcome, 'plots'> {
  scenario: string;
  /** ISO 8601. */
  at: string;
  command: string;
  machine: { cpu: string; cores: number; memoryGB: number; system: string };
  versions: Record<string, string>;
  plots?: { file: string; title: string }[];
}

/** Of every scenario that was run, by name. */
export function results(): Result[] {
  return readdirSync(RESULTS)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(RESULTS + file, 'utf8')) as Result);
}
