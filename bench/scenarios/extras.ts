import { eventsTo, startReceiver } from '../../test/events/receiver.ts';
import { OURS } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { pairsPlot } from '../plot.ts';
import { inWords, type Scenario } from '../scenario.ts';
import type { Opened, Stage } from '../stage.ts';
import { onTwoStages, withEncryptionKeys, wrongOn } from '../two-stages.ts';

/** No order is polled while others start. */
const POLL_INTERVAL = 24 * 3_600_000;

/** Orders accepted, placed and polled once, per second: with events, which a receiver takes, and encryption, against without both. */
export const extras: Scenario = async ({ bundles, orders = 300, pairs = 5, log }) => {
  const receiver = await startReceiver();
  try {
    return await withEncryptionKeys((encryptionKeys) =>
      onTwoStages(bundles, orders * (pairs + 1), { encryptionKeys, events: eventsTo(receiver) }, async (stages) => {
        const all: [Stage, Opened][] = [];
        const rateOn = async (stage: Stage, name: string) => {
          (await stage.startWorker(OURS, { pollInterval: POLL_INTERVAL })).go();
          return async () => {
            const began = performance.now();
            all.push([stage, await stage.open(OURS, orders)]);
            const rate = orders / ((performance.now() - began) / 1000);
            await stage.untilTasksAreTaken(OURS);
            log(`${name}: ${rate.toFixed(1)} orders per second`);
            return rate;
          };
        };
        const withBoth = await rateOn(stages.withIt, 'with events and encryption');
        const without = await rateOn(stages.without, 'without');
        // The first of each is slower, and does not count.
        await withBoth();
        await without();
        const measured = await inPairs(pairs, withBoth, without);
        const ratio = spreadOf(measured.map(({ a, b }) => a / b));
        const wrong = await wrongOn(all);
        const taken = new Set(receiver.taken().map(({ event }) => event.data.reference)).size;
        const told = orders * (pairs + 1);
        if (taken < told) wrong.push(`the receiver has heard of ${taken} orders of ${told}`);
        return {
          scale: { orders, pairs },
          figures: [
            {
              what: 'orders per second, with events and encryption',
              value: inWords(spreadOf(measured.map(({ a }) => a))),
            },
            { what: 'the same without', value: inWords(spreadOf(measured.map(({ b }) => b))) },
            { what: 'with / without', value: inWords(ratio), target: { text: '≥ 0.9', met: ratio.median >= 0.9 } },
            { what: 'webhooks that the receiver took', value: String(receiver.taken().length) },
          ],
          wrong,
          measured: measured.map(({ a, b }) => ({ withBoth: a, without: b })),
          plots: [
            pairsPlot(
              { name: 'rate', title: 'Orders accepted, placed and polled once', y: 'orders per second' },
              ['with events and encryption', 'without'],
              measured,
            ),
          ],
        };
      }),
    );
  } finally {
    await receiver.close();
  }
};
