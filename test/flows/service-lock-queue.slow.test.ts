import { startDevServerStack } from '../stack.ts';
import { ServiceQueue } from './service-queue.ts';

/** Milliseconds since the epoch. */
interface Turn {
  placing: number;
  ended: number;
}

const PLANS = [1003, 1004] as const;

test.each([
  { server: 'with default limits', orders: 160, dynamicConfig: {} },
  {
    server: 'that allows 40 signals for a run',
    orders: 80,
    dynamicConfig: { 'history.maximumSignalsPerExecution': 40 },
  },
])(
  'on a server $server $orders orders for one customer are done in order of arrival, each soon after the one before',
  async ({ orders: count, dynamicConfig }) => {
    const stack = await startDevServerStack({
      speed: 2_000_000,
      dynamicConfig,
      environment: { OCTANE_POLL_INTERVAL: '100ms' },
    });
    try {
      const queue = new ServiceQueue(stack, 100_001);
      const planNos = Array.from({ length: count }, (_, index) => PLANS[index % 2] ?? PLANS[0]);
      const orders = [];
      for (const planNo of planNos) orders.push(await queue.order(planNo));
      for (const order of orders) expect(await order.result()).toMatchObject({ state: 'completed' });

      expect(queue.overlaps()).toBe(0);
      // Two that began in the same instant may change places, and then order nothing.
      expect(queue.plansOrdered().length).toBeGreaterThan(count * 0.8);
      const turns = await Promise.all(orders.map(({ workflowId }) => turnOf(workflowId)));
      expect(longestWait(turns)).toBeLessThan(60_000);
      for await (const { historyLength } of stack.client.workflow.list()) expect(historyLength).toBeLessThan(2_000);
    } finally {
      await stack.stop();
    }

    async function turnOf(workflowId: string): Promise<Turn> {
      const { events = [] } = await stack.client.workflow.getHandle(workflowId).fetchHistory();
      const times = (events ?? []).map(
        ({ eventTime }) => Number(eventTime?.seconds) * 1000 + (eventTime?.nanos ?? 0) / 1e6,
      );
      const placing = (events ?? []).findIndex(
        ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === 'placeOrder',
      );
      return { placing: times[placing] ?? NaN, ended: times.at(-1) ?? NaN };
    }
  },
  400_000,
);

/** From the end of one order to the placing of the next, in milliseconds. */
function longestWait(turns: Turn[]): number {
  const inTurn = turns.toSorted((one, other) => one.ended - other.ended);
  const waits = inTurn.slice(1).map(({ placing }, index) => placing - (inTurn[index]?.ended ?? NaN));
  return Math.max(...waits.filter((wait) => !Number.isNaN(wait)));
}
