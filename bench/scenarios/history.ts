import type { Client } from '@temporalio/client';
import bundleOnce from '../../test/bundle.ts';
import { startTimeSkippingStack } from '../../test/stack.ts';
import { createOctane } from '../../octane/octane.ts';
import { runWorkers } from '../../worker/workers.ts';
import { createBaselineWorkers } from '../baselines/workers.ts';
import { OURS, RETRY_POLL, SLEEP_LOOP, type Contestant } from '../contestants.ts';
import type { Scenario } from '../scenario.ts';

const POLL_INTERVAL_MINUTES = 30;
const CUST_NO = 100_001;
const SHORT = 1;
const LONG = 90;
const DAY = 24 * 3_600_000;

interface Life {
  contestant: string;
  days: number;
  polls: number;
  events: number;
  completed: boolean;
}

/** Events of an order, and of each poll; the same order begun a day and 90 days before its date. Time is skipped. */
export const history: Scenario = async ({ bundles, log }) => {
  await bundleOnce();
  const lives: Life[] = [];
  const live = async (contestant: Contestant, days: number) => {
    const measured = await lifeOf(contestant, days, bundles.baselines);
    log(`${measured.contestant}, ${days} days: ${measured.polls} polls, ${measured.events} events`);
    lives.push(measured);
    return measured;
  };
  const wrong: string[] = [];
  const figures = [];
  for (const contestant of [OURS, RETRY_POLL, SLEEP_LOOP]) {
    const short = await live(contestant, SHORT);
    // A baseline's 90 days at a fixed interval take minutes, and nine say the same of each poll.
    const long = await live(contestant, contestant === OURS ? LONG : LONG / 10);
    const perPoll = (long.events - short.events) / (long.polls - short.polls);
    const isOurs = contestant === OURS;
    figures.push(
      {
        what: `${contestant.name}: events of a plan change with 3 transitions, ${short.days} day`,
        value: String(short.events),
        ...(isOurs && {
          target: { text: '≤ 48', met: short.events <= 48 },
          floor: { text: '50', met: short.events <= 50 },
        }),
      },
      {
        what: `${contestant.name}: events of the same order, ${long.days} days`,
        value: `${long.events} (${long.polls} polls)`,
        ...(isOurs && { target: { text: 'as many', met: long.events === short.events } }),
      },
      {
        what: `${contestant.name}: events of each poll`,
        value: perPoll.toFixed(2),
        ...(isOurs && { target: { text: '0', met: perPoll === 0 }, floor: { text: '0', met: perPoll === 0 } }),
      },
    );
  }
  for (const { contestant, days, completed } of lives) {
    if (!completed) wrong.push(`${contestant}: the order of ${days} days did not complete`);
  }
  return {
    scale: { orders: lives.length, 'poll interval, minutes': POLL_INTERVAL_MINUTES },
    figures,
    wrong,
    measured: lives,
    plots: [
      {
        name: 'events',
        title: 'Events of a plan change with 3 transitions',
        mark: 'bar',
        x: 'polls',
        y: 'events',
        logarithmic: true,
        points: lives.map(({ contestant, polls, events }) => ({ x: String(polls), y: events, series: contestant })),
      },
    ],
  };
};

/** One order on a server of its own. */
async function lifeOf(contestant: Contestant, days: number, baselineBundle: string): Promise<Life> {
  const isOurs = contestant === OURS;
  const stack = await startTimeSkippingStack({
    environment: { OCTANE_POLL_INTERVAL: `${POLL_INTERVAL_MINUTES}m` },
    workers: isOurs,
  });
  const { configuration, env, client, sandbox } = stack;
  const octane = createOctane(configuration.octane, () => undefined);
  const workers = isOurs
    ? []
    : await createBaselineWorkers({
        connection: env.nativeConnection,
        namespace: 'default',
        workflowBundle: { codePath: baselineBundle },
        configuration,
        octane,
      });
  const running = runWorkers(workers);
  try {
    const custReqDate = new Date((await env.currentTimeMs()) + days * DAY).toISOString();
    const workflowId = await contestant.start(client, { groupNo: '123', custNo: CUST_NO, planNo: 1002, custReqDate });
    await client.workflow.getHandle(workflowId).result();
    const [order] = sandbox.records.orders();
    return {
      contestant: contestant.name,
      days,
      polls: sandbox.records.calls.of('getOrder', { orderId: order?.orderId }),
      events: await eventsOf(client, workflowId),
      completed: order?.stage.orderStatus === 'Completed' && sandbox.records.orders().length === 1,
    };
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
    octane.close();
    await stack.stop();
  }
}

/** Of all its runs. */
async function eventsOf(client: Client, workflowId: string): Promise<number> {
  let events = 0;
  let runId: string | undefined;
  do {
    const run = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const [began] = run.events ?? [];
    events += run.events?.length ?? 0;
    runId = began?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  } while (runId !== undefined && runId !== '');
  return events;
}
