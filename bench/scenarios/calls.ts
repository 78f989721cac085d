import { OURS, RETRY_POLL } from '../contestants.ts';
import { mean, quantile } from '../pairs.ts';
import { rounded, type Scenario } from '../scenario.ts';
import { DAY, simulatedDays, type Plan } from '../simulated-days.ts';

/** Seconds. */
const WATCH_INTERVAL = 600;

/** Of ours, one in so many changes each day; of B1's, where each order is on its own, all do. */
const CHANGES_ONE_IN = 20;
const OURS_DAYS = { days: 1.1, dayTakes: 150 };

/** How many B1 has, and how long it takes: as many calls a second as a machine can answer in time. */
const B1_ORDERS = 100;
const B1_SHORT_INTERVAL = { days: 0.3, dayTakes: 600 };
const B1_LONG_INTERVAL = { days: 2.1, dayTakes: 60 };

/** Octane calls at equal mean detection delay, and the detection delay at equally many calls; ours with the watcher. */
export const calls: Scenario = async ({ bundles, orders = 1_000, log }) => {
  const run = async (what: string, plan: Plan) => {
    const result = await simulatedDays(bundles, plan);
    const { delays } = result;
    const told = { ...result, mean: mean(delays), p99: quantile(delays, 0.99) };
    log(
      `${what}: ${told.calls.toFixed(2)} calls per order and day, ${delays.length} changes noticed after ${told.mean.toFixed(0)} s, p99 ${told.p99.toFixed(0)} s`,
    );
    return told;
  };
  const ours = await run('ours, with the watcher', {
    contestant: OURS,
    orders,
    changing: Math.ceil((orders * OURS_DAYS.days) / CHANGES_ONE_IN),
    pollInterval: DAY,
    watchInterval: WATCH_INTERVAL,
    ...OURS_DAYS,
  });
  const retryPoll = { contestant: RETRY_POLL, orders: B1_ORDERS, changing: B1_ORDERS };
  const equalDelay = await run('B1 with as short a delay', {
    ...retryPoll,
    pollInterval: 2 * ours.mean,
    ...B1_SHORT_INTERVAL,
  });
  const equalCalls = await run('B1 with as few calls', {
    ...retryPoll,
    pollInterval: DAY / ours.calls,
    ...B1_LONG_INTERVAL,
  });
  // B1's orders that have completed are polled no more, so its calls are those of its interval.
  const fewer = DAY / (2 * ours.mean) / ours.calls;
  const sooner = ours.mean / equalCalls.mean;
  const told = ({ mean: average, p99 }: typeof ours, made: number) =>
    `${rounded(made)} calls per open order and day; noticed after ${rounded(average / 60)} min, p99 ${rounded(p99 / 60)} min`;
  return {
    scale: {
      orders: `${orders}, B1 ${B1_ORDERS}`,
      'days, ours': OURS_DAYS.days,
      'a day takes, seconds': OURS_DAYS.dayTakes,
      'changing orders a day': `one in ${CHANGES_ONE_IN}`,
      'watch interval, minutes': WATCH_INTERVAL / 60,
      'list page': 100,
    },
    figures: [
      { what: 'ours: watched, and polled once a day', value: told(ours, ours.calls) },
      {
        what: `B1 at an interval of ${rounded((2 * ours.mean) / 60)} min`,
        value: told(equalDelay, DAY / (2 * ours.mean)),
      },
      {
        what: 'fewer calls at equal mean delay',
        value: `${rounded(fewer)} times`,
        target: { text: '≥ 100 times', met: fewer >= 100 },
      },
      { what: `B1 at an interval of ${rounded(DAY / ours.calls / 3600)} h`, value: told(equalCalls, ours.calls) },
      {
        what: 'mean delay at equally many calls, ours / B1',
        value: rounded(sooner),
        target: { text: '≤ 0.02', met: sooner <= 0.02 },
      },
    ],
    wrong: [ours, equalDelay, equalCalls].flatMap(({ wrong }) => wrong),
    measured: { ours, equalDelay, equalCalls },
    plots: [
      {
        name: 'delay',
        title: 'Mean delay until a change is noticed, and what it costs in calls',
        mark: 'point',
        x: 'calls per open order and day',
        y: 'minutes',
        logarithmic: true,
        points: [
          { x: ours.calls, y: ours.mean / 60, series: 'ours, with the watcher' },
          { x: DAY / (2 * ours.mean), y: equalDelay.mean / 60, series: 'B1 with as short a delay' },
          { x: ours.calls, y: equalCalls.mean / 60, series: 'B1 with as few calls' },
        ],
      },
    ],
  };
};
