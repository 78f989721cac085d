import { logCalls } from '../call-log.ts';
import { OURS } from '../contestants.ts';
import { rounded, type Scenario } from '../scenario.ts';
import { Stage } from '../stage.ts';

const ALLOWED_PER_SECOND = 20;
/** Seconds in which the limit may never be exceeded. */
const WINDOW = 10;
/** Seconds until there is a queue, and before its end, that are not counted as used or not. */
const MARGIN = 5;

/** How well calls use what is allowed while many more wait, and whether they ever exceed it. There is no baseline. */
export const limit: Scenario = async ({ bundles, orders = 200, log }) => {
  const stage = await Stage.start(bundles, orders);
  try {
    const worker = await stage.startWorker(OURS, {
      pollInterval: 24 * 3_600_000,
      requestsPerSecond: ALLOWED_PER_SECOND,
    });
    const logged = logCalls(stage.sandbox.books.calls, () => performance.now());
    worker.go();
    const opened = await stage.open(OURS, orders);
    const times = logged.map(({ at }) => at / 1000);
    const [from, to] = [(times[0] ?? 0) + MARGIN, (times.at(-1) ?? 0) - MARGIN];
    const used = times.filter((time) => time >= from && time < to).length / (ALLOWED_PER_SECOND * (to - from));
    const busiest = Math.max(...times.map((start) => within(times, start)));
    log(`${times.length} calls in ${(to - from + 2 * MARGIN).toFixed(0)} s`);
    return {
      scale: { orders, 'allowed calls per second': ALLOWED_PER_SECOND, seconds: rounded(to - from) },
      figures: [
        { what: 'used / allowed', value: rounded(used), target: { text: '≥ 0.97', met: used >= 0.97 } },
        {
          what: `most calls in any ${WINDOW} s`,
          value: String(busiest),
          target: {
            text: `≤ ${ALLOWED_PER_SECOND * WINDOW}`,
            met: busiest <= ALLOWED_PER_SECOND * WINDOW,
          },
        },
      ],
      wrong: await stage.wrong([opened]),
      measured: { times },
    };
  } finally {
    await stage.stop();
  }
};

function within(times: readonly number[], start: number): number {
  return times.filter((time) => time >= start && time < start + WINDOW).length;
}
