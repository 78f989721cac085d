import type { Contestant } from '../contestants.ts';
import type { Opened, Stage } from '../stage.ts';
import { MB, POLL_INTERVAL } from './window.ts';

/** In each, the orders have a worker of their own. */
const STEPS = 20;

/** Orders per second: what to expect of the first step. */
const EXPECTED_PACE = 24;

/** The part of an interval by which looks are late at most, as the cadence spreads them. */
const JITTER = 0.1;

/** While orders are being opened. */
export interface Memory {
  orders: number;
  workerMB: number;
  serverMB: number;
  databaseMB: number;
}

export interface Plan {
  most: number;
  /** No more are opened then; as `performance.now()` tells it. Default: when there are so many. */
  deadline?: number;
  /** Seconds until the looks come when all are open. Default: at once. */
  quietFor?: number;
}

/**
 * Opens so many. None is looked at for a second time before nearly all are open, so that opening keeps its pace; and each step has an
 * interval of its own, so that from then on the looks are spread over the real one as they are after a day.
 */
export async function opening(
  stage: Stage,
  contestant: Contestant,
  { most, deadline = Infinity, quietFor = 0 }: Plan,
  onStep: (memory: Memory) => void = () => undefined,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  const began = performance.now();
  const step = Math.ceil(most / STEPS);
  do {
    const pollInterval = quietFor + untilFirstLook({ most, open: sizeOf(opened), began, deadline });
    const worker = await stage.startWorker(contestant, { pollInterval: pollInterval * 1000 });
    worker.go();
    opened.push(await stage.open(contestant, Math.min(step, most - sizeOf(opened)), { placedAlready: true }));
    onStep({
      orders: sizeOf(opened),
      workerMB: worker.usage().rss / MB,
      serverMB: stage.server.usage().rss / MB,
      databaseMB: stage.server.size() / MB,
    });
    await worker.stop();
  } while (sizeOf(opened) < most && performance.now() < deadline);
  return opened;
}

interface Opening {
  most: number;
  open: number;
  began: number;
  deadline: number;
}

/** Seconds, for the orders of the next step: the first ones come due shortly before all are open, the last ones an interval later. */
function untilFirstLook({ most, open, began, deadline }: Opening): number {
  const now = performance.now();
  const pace = open === 0 ? EXPECTED_PACE : open / ((now - began) / 1000);
  const left = Math.min((most - open) / pace, Math.max(0, deadline - now) / 1000);
  const all = open + left * pace;
  const whole = (now - began) / 1000 + left;
  // Of the first step: so long it takes until its looks have their pace.
  const spread = whole * (1 / STEPS + JITTER);
  return Math.max(1, left - spread + (open / all) * POLL_INTERVAL);
}

export function sizeOf(opened: readonly Opened[]): number {
  return opened.reduce((sum, { custNos }) => sum + custNos.length, 0);
}
