import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OURS } from './contestants.ts';
import { inPairs, spreadOf } from './pairs.ts';
import { pairsPlot, type Plot } from './plot.ts';
import { inWords, type Figure, type Outcome, type ScenarioOptions } from './scenario.ts';
import { Stage, type Opened, type StageOptions } from './stage.ts';
import type { BenchWorker } from './worker.ts';

/** One measurement. */
export interface Run {
  worker: BenchWorker;
  orders: number;
  /** Opens the orders: each was placed and polled once then. */
  open: () => Promise<void>;
  /** Until the worker has nothing more to do for them. */
  settle: () => Promise<void>;
}

export interface Comparison {
  /** What the one has, and the other has not. */
  having: string;
  options: StageOptions;
  /** What is measured, with its unit. */
  what: string;
  plot: Pick<Plot, 'name' | 'title' | 'y'>;
  measure: (run: Run) => Promise<number>;
  /** @param ratio - With / without. */
  judge: (ratio: number) => Pick<Figure, 'target' | 'floor'>;
}

/** Ours with something against ours without it: each on a server of its own, because it would change what the other one stores. */
export async function withAndWithout(
  { bundles, orders = 300, pairs = 5, log }: ScenarioOptions,
  { having, options, what, plot, measure, judge }: Comparison,
): Promise<Outcome> {
  const names = [`with ${having}`, 'without'] as const;
  const customers = orders * (pairs + 1);
  const stages = [await Stage.start(bundles, customers, options), await Stage.start(bundles, customers)] as const;
  try {
    const measuring = async (stage: Stage, name: string) => {
      const all: Opened[] = [];
      const worker = await stage.startWorker(OURS);
      worker.go();
      const once = async () => {
        const open = async () => {
          all.push(await stage.open(OURS, orders));
        };
        const value = await measure({ worker, orders, open, settle: () => stage.untilTasksAreTaken(OURS) });
        log(`${name}: ${what}: ${value.toFixed(2)}`);
        return value;
      };
      // The first is slower, and does not count.
      await once();
      return { once, wrong: () => stage.wrong(all) };
    };
    const a = await measuring(stages[0], names[0]);
    const b = await measuring(stages[1], names[1]);
    const measured = await inPairs(pairs, a.once, b.once);
    const ratio = spreadOf(measured.map((pair) => pair.a / pair.b));
    return {
      scale: { orders, pairs },
      figures: [
        { what: `${what}, ${names[0]}`, value: inWords(spreadOf(measured.map((pair) => pair.a))) },
        { what: 'the same without', value: inWords(spreadOf(measured.map((pair) => pair.b))) },
        { what: 'with / without', value: inWords(ratio), ...judge(ratio.median) },
      ],
      wrong: [...(await a.wrong()), ...(await b.wrong())],
      measured: measured.map((pair) => ({ with: pair.a, without: pair.b })),
      plots: [pairsPlot(plot, names, measured)],
    };
  } finally {
    for (const stage of stages) await stage.stop();
  }
}

/** Calls with the name of a file that has a new key. */
export async function withEncryptionKeys<T>(run: (encryptionKeys: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'nbn-orders-bench-keys-'));
  const encryptionKeys = join(folder, 'keys');
  writeFileSync(encryptionKeys, `2026-11:${randomBytes(32).toString('base64')}\n`);
  try {
    return await run(encryptionKeys);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
