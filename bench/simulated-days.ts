import { setTimeout as sleep } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Bundles } from './bundles.ts';
import { logCalls } from './call-log.ts';
import type { Contestant } from './contestants.ts';
import { FAR_AHEAD } from '../test/far-ahead.ts';
import { Stage } from './stage.ts';

export const DAY = 86_400;

export interface Plan {
  contestant: Contestant;
  orders: number;
  /** How many of them change, each to In Progress and to Completed. */
  changing: number;
  /** Seconds of the sandbox's time between two polls of an order. */
  pollInterval: number;
  /** Seconds of the sandbox's time between two ticks of the watcher. */
  watchInterval?: number;
  /** Days of the sandbox's time. */
  days: number;
  /** Real seconds in which a day of the sandbox passes. */
  dayTakes: number;
}

export interface Days {
  /** Calls to Octane per order and day. */
  calls: number;
  /** Seconds of the sandbox's time from each change to the first poll after it, ascending. */
  delays: number[];
  wrong: string[];
}

/** Seconds from when work on an order begins until it is completed, and a while. */
const ORDER_TAKES = 3.5 * 3600;

/** Milliseconds by which the sandbox may be late before the machine rather than the contestant is what is measured. */
const LATE = 250;
/** Of the polls or ticks that there should be. */
const PUNCTUAL = 0.9;

/** Follows orders through days of the sandbox's time, and sees how soon each change is noticed and how many calls that took. */
export async function simulatedDays(bundles: Bundles, plan: Plan): Promise<Days> {
  const { contestant, orders, changing, pollInterval, watchInterval, days, dayTakes } = plan;
  const faster = DAY / dayTakes;
  const stage = await Stage.start(bundles, orders);
  const lateness = monitorEventLoopDelay();
  try {
    const inReal = (seconds: number) => (seconds * 1000) / faster;
    const worker = await stage.startWorker(contestant, {
      pollInterval: inReal(pollInterval),
      ...(watchInterval !== undefined && { watch: { interval: inReal(watchInterval) } }),
    });
    worker.go();
    const now = () => stage.clock.now();
    const dateOf = (index: number) => {
      if (index >= changing) return FAR_AHEAD;
      const share = (index + 1) / (changing + 1);
      return new Date(stage.clock.start + share * (days * DAY - ORDER_TAKES) * 1000).toISOString();
    };
    // Time stands still meanwhile.
    const opened = await stage.open(contestant, orders, { dateOf });
    const { calls } = stage.sandbox.records;
    const counted = () => calls.of('getOrder') + calls.of('listOrders');
    const logged = logCalls(calls, now);
    stage.clock.runAt(faster);
    lateness.enable();
    const before = counted();
    await sleep(days * dayTakes * 1000);
    const made = counted() - before;
    lateness.disable();
    const end = now();
    const polls = logged.filter(({ operation }) => operation === 'getOrder');
    const delays = stage.sandbox.records.orders().flatMap(({ orderId, milestones, placedAt }) =>
      milestones
        .filter(({ at }) => at > placedAt && at < end)
        // What is not noticed by the end counts as noticed then.
        .map(
          ({ at }) => ((polls.find((poll) => poll.target.orderId === orderId && poll.at >= at)?.at ?? end) - at) / 1000,
        ),
    );
    const wrong = await stage.wrong([opened]);
    const late = lateness.percentile(99) / 1e6;
    if (late > LATE)
      wrong.push(`the machine was the limit: one moment in a hundred the sandbox was ${late.toFixed(0)} ms late`);
    const [regular, wanted] =
      watchInterval === undefined
        ? [polls.length, (orders * days * DAY) / pollInterval]
        : [logged.length - polls.length, (days * DAY) / watchInterval];
    // Those that have completed are polled no more, and a slow interval may not be over by the end.
    const most = watchInterval === undefined ? wanted * (1 - changing / orders / 2) - orders : wanted;
    if (regular < most * PUNCTUAL) {
      wrong.push(`the machine was the limit: ${regular} polls or ticks of ${Math.round(wanted)} at their interval`);
    }
    return {
      calls: made / orders / days,
      delays: delays.toSorted((one, other) => one - other),
      wrong,
    };
  } finally {
    await stage.stop();
  }
}
