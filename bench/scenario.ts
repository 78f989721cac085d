import type { Bundles } from './bundles.ts';
import type { Spread } from './pairs.ts';
import type { Plot } from './plot.ts';

export interface Figure {
  what: string;
  /** With its unit. */
  value: string;
  /** What it should be; none for a figure that is only told. */
  target?: { text: string; met: boolean };
  /** Of a ratio or a count that no machine changes: what it is never to fall below, also when little is measured (`--quick`). */
  floor?: { text: string; met: boolean };
}

export interface Outcome {
  /** How large it was, and what stands for what. */
  scale: Record<string, number | string>;
  figures: Figure[];
  /** Why the figures do not count; empty when they do. */
  wrong: string[];
  /** Every single measurement. */
  measured: unknown;
  plots?: readonly Plot[];
}

export interface ScenarioOptions {
  bundles: Bundles;
  /** Default: the scenario's own. */
  orders?: number | undefined;
  pairs?: number | undefined;
  /** After which a scenario that opens orders for long goes on with those that are open. Default: when all are. */
  minutes?: number | undefined;
  log: (line: string) => void;
}

export type Scenario = (options: ScenarioOptions) => Promise<Outcome>;

export function scaleInWords(scale: Outcome['scale']): string {
  return Object.entries(scale)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}

/** Such as `0.91 (0.85–0.97)`. */
export function inWords({ median, min, max }: Spread, unit = ''): string {
  return `${rounded(median)}${unit} (${rounded(min)}–${rounded(max)})`;
}

/** Three digits that count. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
