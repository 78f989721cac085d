import { OURS, RETRY_POLL } from '../contestants.ts';
import { mean, quantile } from '../pairs.ts';
import { rounded, type Scenario } from '../scenario.ts';
import { CHANGES_ONE_IN, DAY, DAY_TAKES, DAYS, days, type Plan } from '../simulated-days.ts';

/** Seconds. */
const WATCH_INTERVAL = 600;

/** Octane calls at equal mean detection delay, and the detection delay at equally many calls; ours with the watcher. */
export const calls: Scenario = async ({ bundles, orders = 200, log }) => {
  const run = async (what: string, plan: Omit<Plan, 'orders'>) => {
    const result = await days(bundles, { ...plan, orders });
    const { delays } = result;
    const told = { ...result, mean: mean(delays), p99: quantile(delays, 0.99) };
    log(
      `${what}: ${told.calls.toFixed(2)} calls per order and day, ${delays.length} changes noticed after ${told.mean.toFixed(0)} s, p99 ${told.p99.toFixed(0)} s`,
    );
    return told;
  };
  const ours = await run('ours, with the watcher', {
    contestant: OURS,
    pollInterval: DAY,
    watchInterval: WATCH_INTERVAL,
  });
  const equalDelay = await run('B1 with as short a delay', { contestant: RETRY_POLL, pollInterval: 2 * ours.mean });
  const equalCalls = await run('B1 with as few calls', { contestant: RETRY_POLL, pollInterval: DAY / ours.calls });
  const fewer = equalDelay.calls / ours.calls;
  const sooner = ours.mean / equalCalls.mean;
  const told = ({ calls: made, mean: average, p99 }: typeof ours) =>
    `${rounded(made)} calls per order and day; noticed after ${rounded(average / 60)} min, p99 ${rounded(p99 / 60)} min`;
  return {
    scale: {
      orders,
      days: DAYS,
      'a day takes, seconds': DAY_TAKES,
      'changing orders': `one in ${CHANGES_ONE_IN}`,
      'watch interval, minutes': WATCH_INTERVAL / 60,
      'list page': 100,
    },
    figures: [
      { what: 'ours: watched, and polled once a day', value: told(ours) },
      { what: `B1 at an interval of ${rounded((2 * ours.mean) / 60)} min`, value: told(equalDelay) },
      {
        what: 'fewer calls at equal mean delay',
        value: `${rounded(fewer)} times`,
        target: { text: '≥ 50 times', met: fewer >= 50 },
      },
      { what: `B1 at an interval of ${rounded(DAY / ours.calls / 3600)} h`, value: told(equalCalls) },
      {
        what: 'mean delay at equally many calls, ours / B1',
        value: rounded(sooner),
        target: { text: '≤ 0.1', met: sooner <= 0.1 },
      },
    ],
    wrong: [ours, equalDelay, equalCalls].flatMap(({ wrong }) => wrong),
    measured: { ours, equalDelay, equalCalls },
  };
};
