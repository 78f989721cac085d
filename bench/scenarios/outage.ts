import { setTimeout as sleep } from 'node:timers/promises';
import { logCalls } from '../call-log.ts';
import { OURS } from '../contestants.ts';
import { LIMIT_WINDOW, mostInAnyWindow } from '../limit.ts';
import { rounded, type Scenario } from '../scenario.ts';
import { Stage } from '../stage.ts';

const ALLOWED_PER_SECOND = 20;
/** Seconds. */
const OUTAGE = 60;
const POLL_INTERVAL = 30;

/** Octane is away for a while, and then back: how soon all orders are followed again, and how many calls that makes at once. */
export const outage: Scenario = async ({ bundles, orders = 300, log }) => {
  const stage = await Stage.start(bundles, orders);
  try {
    const worker = await stage.startWorker(OURS, {
      pollInterval: POLL_INTERVAL * 1000,
      requestsPerSecond: ALLOWED_PER_SECOND,
    });
    worker.go();
    const opened = await stage.open(OURS, orders);
    const { faults, records } = stage.sandbox;
    faults.set({ rules: [{ fault: 'status', httpStatus: 503 }] });
    log(`${orders} orders are open, and Octane is away`);
    await sleep(OUTAGE * 1000);
    const during = faults.log.length;
    const logged = logCalls(records.calls, () => performance.now() / 1000);
    const before = stage.polls(opened);
    const back = performance.now() / 1000;
    faults.clear();
    await stage.untilLookedAt(opened, before);
    const all = performance.now() / 1000 - back;
    const times = logged.map(({ at }) => at);
    const first = (times[0] ?? NaN) - back;
    const busiest = mostInAnyWindow(times);
    const most = ALLOWED_PER_SECOND * LIMIT_WINDOW;
    log(`all are followed again after ${rounded(all)} s`);
    // The worker was given no reason to fail an order, nor to place one twice.
    const wrong = await stage.wrong([opened]);
    return {
      scale: {
        orders,
        'Octane is away, seconds': OUTAGE,
        'poll interval, seconds': POLL_INTERVAL,
        'allowed calls per second': ALLOWED_PER_SECOND,
      },
      figures: [
        { what: 'calls while Octane was away', value: String(during) },
        { what: 'from its return to the probe that finds it', value: `${rounded(first)} s` },
        { what: 'from its return until all orders were polled', value: `${rounded(all)} s` },
        {
          what: `most calls in any ${LIMIT_WINDOW} s after its return`,
          value: String(busiest),
          target: { text: `≤ ${most}`, met: busiest <= most },
        },
        {
          what: 'orders that failed or were placed twice',
          value: wrong.length === 0 ? '0' : wrong.join('; '),
          target: { text: '0', met: wrong.length === 0 },
        },
      ],
      wrong,
      measured: { times: times.map((time) => time - back) },
    };
  } finally {
    await stage.stop();
  }
};
