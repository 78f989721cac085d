import { OURS } from '../contestants.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { Stage, type Opened } from '../stage.ts';

const POLL_INTERVAL = 24 * 3_600_000;
const STEPS = 10;
const MB = 2 ** 20;

interface Sample {
  orders: number;
  workerMB: number;
  serverMB: number;
  databaseMB: number;
}

/** Memory of one worker process while ten times as many orders are open as at first, and of one that was started then. */
export const memory: Scenario = async ({ bundles, orders = 100_000, log }) => {
  const perStep = Math.ceil(orders / STEPS);
  const stage = await Stage.start(bundles, STEPS * perStep);
  try {
    const opener = await stage.startWorker(OURS, { pollInterval: POLL_INTERVAL });
    opener.go();
    const all: Opened[] = [];
    const samples: Sample[] = [];
    for (let step = 1; step <= STEPS; step++) {
      all.push(await stage.open(OURS, perStep));
      const sample = {
        orders: step * perStep,
        workerMB: opener.usage().rss / MB,
        serverMB: stage.server.usage().rss / MB,
        databaseMB: stage.server.size() / MB,
      };
      samples.push(sample);
      log(
        `${sample.orders} orders: worker ${sample.workerMB.toFixed(0)} MB, server ${sample.serverMB.toFixed(0)} MB, database ${sample.databaseMB.toFixed(0)} MB`,
      );
    }
    await opener.kill();
    const fresh = await followedByANewWorker(stage, all);
    const [first, last] = [samples[0], samples.at(-1)];
    if (!first || !last) throw new Error('There are samples.');
    const figures: Figure[] = [
      ...growth('worker that opened them', first, last),
      ...growth('worker that was started then, and looked at them all', ...fresh),
      {
        what: `server, ${first.orders} → ${last.orders} orders`,
        value: `${first.serverMB.toFixed(0)} → ${last.serverMB.toFixed(0)} MB`,
      },
      {
        what: 'database, for each open order',
        value: `${(((last.databaseMB - first.databaseMB) * 1024) / (last.orders - first.orders)).toFixed(1)} kB`,
      },
    ];
    return { scale: { orders: last.orders }, figures, wrong: await stage.wrong(all), measured: { samples, fresh } };
  } finally {
    await stage.stop();
  }
};

function growth(
  whose: string,
  first: Pick<Sample, 'orders' | 'workerMB'>,
  last: Pick<Sample, 'orders' | 'workerMB'>,
): Figure[] {
  const grown = last.workerMB / first.workerMB - 1;
  return [
    {
      what: `${whose}, ${first.orders} → ${last.orders} orders`,
      value: `${first.workerMB.toFixed(0)} → ${last.workerMB.toFixed(0)} MB (${(grown * 100).toFixed(0)} %)`,
      target: { text: '±10 %', met: Math.abs(grown) <= 0.1 },
    },
  ];
}

type Followed = Pick<Sample, 'orders' | 'workerMB'>;

/** Looks at a tenth of them, and then at all: one hint each, as the watcher gives them. */
async function followedByANewWorker(stage: Stage, all: readonly Opened[]): Promise<[Followed, Followed]> {
  const worker = await stage.startWorker(OURS, { pollInterval: POLL_INTERVAL });
  worker.go();
  const look = async (some: readonly Opened[]): Promise<Followed> => {
    for (const opened of some) {
      const before = stage.looks(opened);
      await stage.lookNow(opened);
      await stage.untilLookedAt(opened, before);
    }
    return { orders: some.flatMap(({ custNos }) => custNos).length, workerMB: worker.usage().rss / MB };
  };
  return [await look(all.slice(0, 1)), await look(all)];
}
