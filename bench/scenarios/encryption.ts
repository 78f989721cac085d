import { OURS } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { pairsPlot } from '../plot.ts';
import { inWords, type Scenario } from '../scenario.ts';
import type { Opened, Stage } from '../stage.ts';
import { onTwoStages, withEncryptionKeys, wrongOn } from '../two-stages.ts';

/** No order is polled while others start. */
const POLL_INTERVAL = 24 * 3_600_000;

/** CPU of the worker for an order that is accepted, placed and polled once: with encryption against without. */
export const encryption: Scenario = ({ bundles, orders = 300, pairs = 5, log }) =>
  withEncryptionKeys((encryptionKeys) =>
    onTwoStages(bundles, orders * (pairs + 1), { encryptionKeys }, async (stages) => {
      const all: [Stage, Opened][] = [];
      const cpuOn = async (stage: Stage, name: string) => {
        const worker = await stage.startWorker(OURS, { pollInterval: POLL_INTERVAL });
        worker.go();
        return async () => {
          const before = worker.usage().cpu;
          all.push([stage, await stage.open(OURS, orders)]);
          await stage.untilTasksAreTaken(OURS);
          const milliseconds = ((worker.usage().cpu - before) / orders) * 1_000;
          log(`${name}: ${milliseconds.toFixed(2)} ms of CPU for each order`);
          return milliseconds;
        };
      };
      const withKeys = await cpuOn(stages.withIt, 'with encryption');
      const without = await cpuOn(stages.without, 'without');
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
          {
            what: 'with / without',
            value: inWords(ratio),
            target: { text: '≤ 1.10', met: ratio.median <= 1.1 },
            floor: { text: '1.5', met: ratio.median <= 1.5 },
          },
        ],
        wrong: await wrongOn(all),
        measured: measured.map(({ a, b }) => ({ encrypted: a, plain: b })),
        plots: [
          pairsPlot(
            { name: 'cpu', title: 'CPU of the worker for an order', y: 'milliseconds' },
            ['with encryption', 'without'],
            measured,
          ),
        ],
      };
    }),
  );
