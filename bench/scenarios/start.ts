import { SERVICE_LOCK } from '../../contract/service-lock.ts';
import { OURS, RETRY_POLL, type Contestant } from '../contestants.ts';
import { inPairs, spreadOf } from '../pairs.ts';
import { pairsPlot } from '../plot.ts';
import { inWords, rounded, type Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';

/** Orders accepted, placed and polled once, per second; against B1, which has the same activities and no logic. */
export const start: Scenario = async ({ bundles, orders = 300, pairs = 5, log }) => {
  const stage = await Stage.start(bundles, 2 * orders * (pairs + 1));
  try {
    for (const contestant of [OURS, RETRY_POLL]) {
      (await stage.startWorker(contestant)).go();
    }
    const all: Opened[] = [];
    const perSecond = async (contestant: Contestant) => {
      const began = performance.now();
      all.push(await stage.open(contestant, orders));
      const rate = orders / ((performance.now() - began) / 1000);
      log(`${contestant.name}: ${rate.toFixed(1)} orders per second`);
      return rate;
    };
    // The first of each is slower, and does not count.
    for (const contestant of [OURS, RETRY_POLL]) await perSecond(contestant);
    const measured = await inPairs(
      pairs,
      () => perSecond(OURS),
      () => perSecond(RETRY_POLL),
    );
    const opened = all.filter(({ contestant }) => contestant === OURS).flatMap(({ custNos }) => custNos).length;
    const kept = await keptOpen(stage);
    const ratio = spreadOf(measured.map(({ a, b }) => a / b));
    return {
      scale: { orders, pairs },
      figures: [
        { what: 'orders per second, ours', value: inWords(spreadOf(measured.map(({ a }) => a))) },
        { what: 'orders per second, B1', value: inWords(spreadOf(measured.map(({ b }) => b))) },
        {
          what: 'open executions for each order, ours',
          value: rounded(kept.executions / opened),
          target: { text: '≤ 2: the order, and its lock', met: kept.executions <= 2 * opened },
        },
        {
          what: 'events of a lock that no order waits for',
          value: kept.lockEvents.join(', '),
          target: { text: '1', met: kept.lockEvents.every((events) => events === 1) },
          floor: { text: '1', met: kept.lockEvents.every((events) => events === 1) },
        },
        {
          what: 'ours / B1',
          value: inWords(ratio),
          target: { text: '≥ 0.85', met: ratio.median >= 0.85 },
          floor: { text: '0.4', met: ratio.median >= 0.4 },
        },
      ],
      wrong: await stage.wrong(all),
      measured: measured.map(({ a, b }) => ({ ours: a, retryPoll: b })),
      plots: [
        pairsPlot(
          { name: 'rate', title: 'Orders accepted, placed and polled once', y: 'orders per second' },
          [OURS.name, RETRY_POLL.name],
          measured,
        ),
      ],
    };
  } finally {
    await stage.stop();
  }
};

/** What the server keeps open for ours. */
async function keptOpen({ client }: Stage): Promise<{ executions: number; lockEvents: number[] }> {
  const lockEvents = new Set<number>();
  let executions = 0;
  const query = `ExecutionStatus = 'Running' AND WorkflowType != '${RETRY_POLL.workflowType}'`;
  for await (const { type, workflowId } of client.workflow.list({ query })) {
    executions += 1;
    if (type === SERVICE_LOCK) lockEvents.add((await client.workflow.getHandle(workflowId).describe()).historyLength);
  }
  return { executions, lockEvents: [...lockEvents] };
}
