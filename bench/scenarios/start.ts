import { OURS, RETRY_POLL, type Contestant } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { inWords, type Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';

/** Nobody polls while others start. */
const POLL_INTERVAL = 24 * 3_600_000;

/** Orders accepted, placed and looked at once, per second; against B1, which has the same activities and no logic. */
export const start: Scenario = async ({ bundles, orders = 300, pairs = 5, log }) => {
  const stage = await Stage.start(bundles, 2 * orders * (pairs + 1));
  try {
    for (const contestant of [OURS, RETRY_POLL]) {
      (await stage.startWorker(contestant, { pollInterval: POLL_INTERVAL })).go();
    }
    const all: Opened[] = [];
    const perSecond = async (contestant: Contestant) => {
      const began = performance.now();
      all.push(await stage.open(contestant, orders));
      const rate = orders / ((performance.now() - began) / 1000);
      log(`${contestant.name}: ${rate.toFixed(1)} orders per second`);
      return rate;
    };
    // The first of each is slower, and does not count.
    for (const contestant of [OURS, RETRY_POLL]) await perSecond(contestant);
    const measured = await inPairs(
      pairs,
      () => perSecond(OURS),
      () => perSecond(RETRY_POLL),
    );
    const ratio = spreadOf(measured.map(({ a, b }) => a / b));
    return {
      scale: { orders, pairs },
      figures: [
        { what: 'orders per second, ours', value: inWords(spreadOf(measured.map(({ a }) => a))) },
        { what: 'orders per second, B1', value: inWords(spreadOf(measured.map(({ b }) => b))) },
        { what: 'ours / B1', value: inWords(ratio), target: { text: '≥ 0.8', met: ratio.median >= 0.8 } },
      ],
      wrong: await stage.wrong(all),
      measured: measured.map(({ a, b }) => ({ ours: a, retryPoll: b })),
    };
  } finally {
    await stage.stop();
  }
};
