import type { Client } from '@temporalio/client';
import bundleOnce from '../../test/bundle.ts';
import { startTimeSkippingStack } from '../../test/stack.ts';
import { createOctane } from '../../octane/octane.ts';
import { runWorkers } from '../../worker/workers.ts';
import { createBaselineWorkers } from '../baselines/workers.ts';
import { OURS, RETRY_POLL, SLEEP_LOOP, type Contestant } from '../contestants.ts';
import { rounded, type Figure, type Scenario } from '../scenario.ts';

const POLL_INTERVAL_MINUTES = 30;
const FIRST_CUSTOMER = 100_001;
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
export const history: Scenario = async ({ bundles, orders = 2, log }) => {
  await bundleOnce();
  const lives: Life[] = [];
  const figures: Figure[] = [];
  for (const contestant of [OURS, RETRY_POLL, SLEEP_LOOP]) {
    const isOurs = contestant === OURS;
    // A baseline's 90 days at a fixed interval take minutes, and three say the same of each poll.
    const long = isOurs ? LONG : LONG / 30;
    const all = await livesOf(contestant, [SHORT, long], orders, bundles.baselines);
    lives.push(...all);
    const [ofShort, ofLong] = [SHORT, long].map((days) => all.filter((life) => life.days === days));
    const [shorter, longer] = [sumOf(ofShort ?? []), sumOf(ofLong ?? [])];
    log(
      `${contestant.name}: ${shorter.events} and ${longer.events} events, ${shorter.polls} and ${longer.polls} polls`,
    );
    const perPoll = (longer.events - shorter.events) / (longer.polls - shorter.polls);
    figures.push(
      {
        what: `${contestant.name}: events of a plan change with 3 transitions, ${SHORT} day`,
        value: rounded(shorter.events / orders),
        ...(isOurs && { target: { text: '≤ 60', met: shorter.events <= 60 * orders } }),
      },
      {
        what: `${contestant.name}: events of the same order, ${long} days`,
        value: `${rounded(longer.events / orders)} (${rounded(longer.polls / orders)} polls)`,
        ...(isOurs && { target: { text: 'as many', met: longer.events === shorter.events } }),
      },
      {
        what: `${contestant.name}: events of each poll`,
        value: rounded(perPoll),
        ...(isOurs && { target: { text: '0', met: perPoll === 0 } }),
      },
    );
  }
  return {
    scale: { 'orders of each length': orders, 'poll interval, minutes': POLL_INTERVAL_MINUTES },
    figures,
    wrong: lives
      .filter(({ completed }) => !completed)
      .map(({ contestant, days }) => `${contestant}: an order of ${days} days did not complete`),
    measured: lives,
  };
};

function sumOf(lives: readonly Life[]): Pick<Life, 'events' | 'polls'> {
  return {
    events: lives.reduce((sum, { events }) => sum + events, 0),
    polls: lives.reduce((sum, { polls }) => sum + polls, 0),
  };
}

/** So many orders of each length, side by side on a server of their own. */
async function livesOf(
  contestant: Contestant,
  lengths: readonly number[],
  orders: number,
  baselineBundle: string,
): Promise<Life[]> {
  const isOurs = contestant === OURS;
  const stack = await startTimeSkippingStack({
    environment: { OCTANE_POLL_INTERVAL: `${POLL_INTERVAL_MINUTES}m` },
    customers: lengths.length * orders,
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
    const now = await env.currentTimeMs();
    const begun = lengths.flatMap((days) => Array.from({ length: orders }, () => days));
    const workflowIds = await Promise.all(
      begun.map((days, index) => {
        const custReqDate = new Date(now + days * DAY).toISOString();
        return contestant.start(client, { groupNo: '123', custNo: FIRST_CUSTOMER + index, planNo: 1002, custReqDate });
      }),
    );
    // Time is skipped only while somebody waits for a result.
    for (const workflowId of workflowIds) await client.workflow.getHandle(workflowId).result();
    const lives: Life[] = [];
    for (const [index, days] of begun.entries()) {
      const placed = sandbox.books.ordersOf(FIRST_CUSTOMER + index);
      const [order] = placed;
      lives.push({
        contestant: contestant.name,
        days,
        polls: sandbox.books.calls.of('getOrder', { orderId: order?.orderId }),
        events: await eventsOf(client, workflowIds[index] ?? ''),
        completed: order?.stage.orderStatus === 'Completed' && placed.length === 1,
      });
    }
    return lives;
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
