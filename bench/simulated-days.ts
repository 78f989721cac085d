import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundles } from './bundles.ts';
import { logCalls } from './call-log.ts';
import type { Contestant } from './contestants.ts';
import { Stage } from './stage.ts';

export const DAY = 86_400;

export interface Plan {
  contestant: Contestant;
  orders: number;
  /** Seconds of the sandbox's time between two looks at an order. */
  pollInterval: number;
  /** Seconds of the sandbox's time between two ticks of the watcher. */
  watchInterval?: number;
}

export interface Days {
  /** Calls to Octane per order and day. */
  calls: number;
  /** Seconds of the sandbox's time from each change to the first look after it, ascending. */
  delays: number[];
  wrong: string[];
}

/** Real seconds in which a day of the sandbox passes. */
export const DAY_TAKES = 120;
const FASTER = DAY / DAY_TAKES;

/** Each order is looked at twice by itself within this, where that is once a day and up to a tenth later. */
export const DAYS = 2.1;

/** One order in so many changes, to In Progress and to Completed. */
export const CHANGES_ONE_IN = 10;

/** Follows orders through days of the sandbox's time, and sees how soon each change is noticed and how many calls that took. */
export async function days(bundles: Bundles, plan: Plan): Promise<Days> {
  const { contestant, orders, pollInterval, watchInterval } = plan;
  const stage = await Stage.start(bundles, orders);
  try {
    const inReal = (seconds: number) => (seconds * 1000) / FASTER;
    const worker = await stage.startWorker(contestant, {
      pollInterval: inReal(pollInterval),
      ...(watchInterval !== undefined && { watchInterval: inReal(watchInterval) }),
    });
    worker.go();
    const now = () => Number(stage.clock.now());
    // Time stands still meanwhile.
    const changing = Math.ceil(orders / CHANGES_ONE_IN);
    const opened = await stage.open(contestant, orders, (index) => {
      const share = index < changing ? (index + 1) / (changing + 1) : 1000;
      return new Date(stage.clock.start + share * (DAYS - 0.5) * DAY * 1000).toISOString();
    });
    const { calls } = stage.sandbox.books;
    const counted = () => calls.of('getOrder') + calls.of('listOrders');
    const logged = logCalls(calls, now);
    stage.clock.run(FASTER);
    const before = counted();
    await sleep(DAYS * DAY_TAKES * 1000);
    const made = counted() - before;
    const end = now();
    const looks = logged.filter(({ operation }) => operation === 'getOrder');
    const delays = stage.sandbox.books.orders().flatMap(({ orderId, milestones, placedAt }) =>
      milestones
        .filter(({ at }) => at > placedAt && at < end)
        // What is not noticed by the end counts as noticed then.
        .map(({ at }) => ((looks.find((look) => look.orderId === orderId && look.at >= at)?.at ?? end) - at) / 1000),
    );
    return {
      calls: made / orders / DAYS,
      delays: delays.toSorted((one, other) => one - other),
      wrong: await stage.wrong([opened]),
    };
  } finally {
    await stage.stop();
  }
}
