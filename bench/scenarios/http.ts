import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NbnOrders } from '../../client/index.ts';
import { FormClient } from '../../test/page/form-client.ts';
import { startApiProcess, type ApiProcess } from '../api-process.ts';
import { inputOf, OURS, type Contestant } from '../contestants.ts';
import { inPairs, quantile, spreadOf } from '../pairs.ts';
import { pairsPlot } from '../plot.ts';
import { inWords, rounded, type Figure, type Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';
import { until } from '../until.ts';

/** Of each pair, and of each way to start. */
const STARTS = 300;
/** Orders that wait for a person: more than any provider would let stand. */
const IN_FALLOUT = 200;
const NOT_OFFERED = 999_999;
const TIMES_SHOWN = 30;

/** Starts per second over HTTP, against the typed client; then how long pages and answers take while many orders are open. */
export const http: Scenario = async ({ bundles, orders = 10_000, pairs = 5, log }) => {
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-bench-http-'));
  const stage = await Stage.start(bundles, orders + IN_FALLOUT);
  const api = await startApiProcess(stage.server.address, folder);
  try {
    const all: Opened[] = [];
    const perSecond = async (contestant: Contestant) => {
      const began = performance.now();
      all.push(await stage.start(contestant, STARTS));
      const rate = STARTS / ((performance.now() - began) / 1000);
      log(`${contestant.name}: ${rate.toFixed(1)} starts per second`);
      return rate;
    };
    const overHttp = startedOverHttp(api);
    // The first of each is slower, and does not count.
    for (const contestant of [OURS, overHttp]) await perSecond(contestant);
    const measured = await inPairs(
      pairs,
      () => perSecond(overHttp),
      () => perSecond(OURS),
    );
    const ratio = spreadOf(measured.map(({ a, b }) => a / b));

    (await stage.startWorker(OURS)).go();
    const others = orders - all.flatMap(({ custNos }) => custNos).length;
    all.push(await stage.start(OURS, Math.max(1, others), { placedAlready: true }));
    for (const opened of all) await stage.untilLookedAt(opened, new Map());
    log(`${orders} orders are open`);
    await bringIntoFallout(stage, orders);
    return {
      scale: { orders, 'orders in fallout': IN_FALLOUT, pairs, 'starts of each': STARTS },
      figures: [
        { what: 'starts per second, over HTTP', value: inWords(spreadOf(measured.map(({ a }) => a))) },
        { what: 'starts per second, typed client', value: inWords(spreadOf(measured.map(({ b }) => b))) },
        { what: 'HTTP / typed client', value: inWords(ratio), target: { text: '≥ 0.7', met: ratio.median >= 0.7 } },
        ...(await latencies(api, all[0]?.custNos[0] ?? 0)),
      ],
      wrong: await stage.wrong(all, IN_FALLOUT),
      measured: measured.map(({ a, b }) => ({ http: a, client: b })),
      plots: [
        pairsPlot(
          { name: 'rate', title: 'Starts over HTTP, and with the typed client', y: 'starts per second' },
          ['over HTTP', 'typed client'],
          measured,
        ),
      ],
    };
  } finally {
    await api.stop();
    await stage.stop();
    await rm(folder, { recursive: true });
  }
};

function startedOverHttp({ url, key }: ApiProcess): Contestant {
  return {
    ...OURS,
    name: 'over HTTP',
    start: async (_, order) => {
      const { reference, ...input } = inputOf(order);
      const answer = await fetch(`${url}/v1/orders/${reference}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ flow: 'planChange', ...input }),
      });
      const body = await answer.text();
      if (answer.status !== 201) throw new Error(`${reference}: ${answer.status} ${body}`);
      return reference;
    },
  };
}

/** The last customers' orders are for a plan that is not offered. */
async function bringIntoFallout({ client }: Stage, orders: number): Promise<void> {
  const started = new NbnOrders(client);
  for (let index = 0; index < IN_FALLOUT; index++) {
    const custNo = 100_001 + orders + index;
    await started.start('planChange', {
      reference: `FALLOUT-${custNo}`,
      service: { custNo },
      planNo: NOT_OFFERED,
      custReqDate: '2026-12-01T00:00:00Z',
    });
  }
  await until('the orders are in fallout', 300, async () => {
    const { count } = await client.workflow.count("NbnState = 'fallout'");
    return count === IN_FALLOUT;
  });
}

async function latencies({ url, key }: ApiProcess, custNo: number): Promise<Figure[]> {
  const reference = `BENCH-${custNo}`;
  const browser = new FormClient(url);
  await browser.logIn(key);
  const page = async (path: string) => (await browser.get(path)).status;
  const resource = async (path: string) => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    await answer.text();
    return answer.status;
  };
  return [
    await latency('the queue', () => page('/')),
    await latency('the page of one order', () => page(`/orders/${reference}`)),
    await latency('a search for a customer', () => page(`/orders?q=${custNo}`)),
    await latency('GET of one order', () => resource(`/v1/orders/${reference}`)),
    await latency('GET of 100 orders', () => resource('/v1/orders?limit=100')),
  ];
}

/** One request after the other. */
async function latency(what: string, ask: () => Promise<number>): Promise<Figure> {
  const times: number[] = [];
  for (let time = 0; time < TIMES_SHOWN; time++) {
    const began = performance.now();
    const status = await ask();
    if (status >= 400) throw new Error(`${what} is answered with ${status}.`);
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((one, other) => one - other);
  return {
    what: `${what}, with so many open`,
    value: `${rounded(quantile(sorted, 0.5))} ms, p95 ${rounded(quantile(sorted, 0.95))} ms`,
  };
}
