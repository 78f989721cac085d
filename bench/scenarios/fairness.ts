import { logCalls, type LoggedCall } from '../call-log.ts';
import { OURS } from '../contestants.ts';
import { LIMIT_WINDOW, mostInAnyWindow } from '../limit.ts';
import { rounded, type Scenario } from '../scenario.ts';
import { Stage } from '../stage.ts';

const ALLOWED_PER_SECOND = 20;
/** Seconds from the last start until all groups surely have a backlog. */
const LEAD = 5;
const GROUPS = Array.from({ length: 20 }, (_, index) => String(201 + index));
/** The first group has so many times the orders of each of the others. */
const LARGER = 10;

/**
 * A burst of new orders of 20 groups, of which one has ten times as many: how even the calls are among the groups while each has
 * some waiting, how well they use the rate that is allowed, and whether they ever exceed it. There is no baseline.
 */
export const fairness: Scenario = async ({ bundles, orders = 580, log }) => {
  const each = Math.max(2, Math.round(orders / (GROUPS.length - 1 + LARGER)));
  const count = each * (GROUPS.length - 1 + LARGER);
  const stage = await Stage.start(bundles, count, { otherGroups: GROUPS });
  try {
    const worker = await stage.startWorker(OURS, { requestsPerSecond: ALLOWED_PER_SECOND });
    const { records } = stage.sandbox;
    const logged = logCalls(records.calls, () => performance.now() / 1000);
    // The small groups come last, so that none has an advantage but the large one.
    const groupOf = (index: number) => GROUPS[Math.max(0, Math.floor(index / each) - LARGER + 1)] ?? '';
    const opened = await stage.start(OURS, count, { groupOf });
    const groups = new Map(opened.custNos.map((custNo, index) => [custNo, groupOf(index)]));
    worker.go();
    await stage.untilLookedAt(opened, new Map());

    const groupOfCall = ({ target: { groupNo, custNo, orderId = '' } }: LoggedCall) =>
      groupNo ?? groups.get(custNo ?? records.order(orderId)?.service.custNo ?? 0) ?? '';
    const times = logged.map(({ at }) => at);
    const from = (times[0] ?? NaN) + LEAD;
    // A group has no backlog any more when its last order is placed.
    const created = logged.filter(({ operation }) => operation === 'createModificationOrder');
    const to = Math.min(...GROUPS.map((group) => created.findLast((call) => groupOfCall(call) === group)?.at ?? NaN));
    const within = logged.filter(({ at }) => at >= from && at < to);
    const shares = GROUPS.map((group) => within.filter((call) => groupOfCall(call) === group).length);
    const even = jain(shares);
    const used = within.length / (ALLOWED_PER_SECOND * (to - from));
    const busiest = mostInAnyWindow(times);
    log(`${within.length} calls in ${rounded(to - from)} s, by group: ${shares.join(' ')}`);
    const most = ALLOWED_PER_SECOND * LIMIT_WINDOW;
    return {
      scale: {
        orders: count,
        groups: `${GROUPS.length}, one with ${each * LARGER} orders, the others with ${each}`,
        'allowed calls per second': ALLOWED_PER_SECOND,
        'seconds in which each group has calls waiting': rounded(to - from),
      },
      figures: [
        { what: 'used / allowed', value: rounded(used), target: { text: '≥ 0.97', met: used >= 0.97 } },
        {
          what: `most calls in any ${LIMIT_WINDOW} s`,
          value: String(busiest),
          target: { text: `≤ ${most}`, met: busiest <= most },
        },
        {
          what: `Jain’s index of the calls of ${GROUPS.length} groups`,
          value: rounded(even),
          target: { text: '≥ 0.98', met: even >= 0.98 },
        },
      ],
      wrong: await stage.wrong([opened]),
      measured: { times, shares },
      plots: [
        {
          name: 'calls',
          title: 'Calls while each group has some waiting; the first has ten times as many orders',
          mark: 'bar',
          x: 'group',
          y: 'calls',
          points: shares.map((calls, index) => ({ x: GROUPS[index] ?? '', y: calls, series: 'calls' })),
        },
      ],
    };
  } finally {
    await stage.stop();
  }
};

/** 1 when all are equal, 1/n when one has all. */
function jain(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum ** 2 / (shares.length * shares.reduce((total, share) => total + share ** 2, 0));
}
