import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OURS } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { inWords, type Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';

/** No order is polled while others start. */
const POLL_INTERVAL = 24 * 3_600_000;

/** CPU of the worker for an order that is accepted, placed and polled once: with encryption against without, each on a server of its own. */
export const encryption: Scenario = async ({ bundles, orders = 300, pairs = 5, log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'nbn-orders-bench-keys-'));
  const encryptionKeys = join(folder, 'keys');
  writeFileSync(encryptionKeys, `2026-11:${randomBytes(32).toString('base64')}\n`);
  const customers = orders * (pairs + 1);
  const encrypting = await Stage.start(bundles, customers, { encryptionKeys });
  const plain = await Stage.start(bundles, customers);
  const all = new Map<Stage, Opened[]>([
    [encrypting, []],
    [plain, []],
  ]);
  try {
    const cpuOn = async (stage: Stage, name: string) => {
      const worker = await stage.startWorker(OURS, { pollInterval: POLL_INTERVAL });
      worker.go();
      return async () => {
        const before = worker.usage().cpu;
        all.get(stage)?.push(await stage.open(OURS, orders));
        await stage.untilTasksAreTaken(OURS);
        const milliseconds = ((worker.usage().cpu - before) / orders) * 1_000;
        log(`${name}: ${milliseconds.toFixed(2)} ms of CPU for each order`);
        return milliseconds;
      };
    };
    const withKeys = await cpuOn(encrypting, 'with encryption');
    const without = await cpuOn(plain, 'without');
    // The first of each is slower, and does not count.
    await withKeys();
    await without();
    const measured = await inPairs(pairs, withKeys, without);
    const ratio = spreadOf(measured.map(({ a, b }) => a / b));
    return {
      scale: { orders, pairs },
      figures: [
        {
          what: 'CPU of the worker for an order, ms, with encryption',
          value: inWords(spreadOf(measured.map(({ a }) => a))),
        },
        { what: 'the same without', value: inWords(spreadOf(measured.map(({ b }) => b))) },
        { what: 'with / without', value: inWords(ratio), target: { text: '≤ 1.10', met: ratio.median <= 1.1 } },
      ],
      wrong: (await Promise.all([...all].map(([stage, opened]) => stage.wrong(opened)))).flat(),
      measured: measured.map(({ a, b }) => ({ encrypted: a, plain: b })),
    };
  } finally {
    await encrypting.stop();
    await plain.stop();
    rmSync(folder, { recursive: true });
  }
};
