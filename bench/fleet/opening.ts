import { JITTER } from '../../rules/cadence.ts';
import type { Contestant } from '../contestants.ts';
import type { Opened, Stage } from '../stage.ts';
import { MB, POLL_INTERVAL } from './window.ts';

/** In each, the orders have a worker of their own. */
const STEPS = 20;

/** Orders per second: what to expect of the first step, rather too few than too many, so that no poll comes too early. */
const EXPECTED_PACE = 15;

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
  /** Seconds for which no poll comes when all are open. Default: none, the polls have their pace then. */
  quietFor?: number;
}

/**
 * Opens so many. None is polled for a second time before nearly all are open, so that opening keeps its pace; and each step has an
 * interval of its own, so that from then on the polls are spread over the real one as they are after a day.
 */
export async function opening(
  stage: Stage,
  contestant: Contestant,
  { most, deadline = Infinity, quietFor }: Plan,
  onStep: (memory: Memory) => void = () => undefined,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  const began = performance.now();
  const step = Math.ceil(most / STEPS);
  do {
    const pollInterval = untilFirstLook({ most, open: sizeOf(opened), began, deadline, quietFor });
    const worker = await stage.startWorker(contestant, { pollInterval: pollInterval * 1000 });
    worker.go();
    opened.push(await stage.open(contestant, Math.min(step, most - sizeOf(opened)), { placedAlready: true }));
    onStep({
      orders: sizeOf(opened),
      workerMB: worker.usage().rss / MB,
      serverMB: stage.server.usage().rss / MB,
      databaseMB: stage.server.size() / MB,
    });
    await stage.untilTasksAreTaken(contestant);
    await worker.stop();
  } while (sizeOf(opened) < most && performance.now() < deadline);
  return opened;
}

interface Opening {
  most: number;
  open: number;
  began: number;
  deadline: number;
  quietFor: number | undefined;
}

/** Seconds, for the orders of the next step: those of the last step come due an interval after those of the first. */
function untilFirstLook({ most, open, began, deadline, quietFor }: Opening): number {
  const now = performance.now();
  const passed = (now - began) / 1000;
  const pace = open === 0 ? EXPECTED_PACE : open / passed;
  const left = Math.min((most - open) / pace, Math.max(0, deadline - now) / 1000);
  const turn = (open / (open + left * pace)) * POLL_INTERVAL;
  return Math.max(1, left + turn + (quietFor ?? -untilPace(passed + left)));
}

/** Seconds from the first poll until polls have their pace, when opening took so many. */
export function untilPace(seconds: number): number {
  return seconds * (1 / STEPS + JITTER);
}

export function sizeOf(opened: readonly Opened[]): number {
  return opened.reduce((sum, { custNos }) => sum + custNos.length, 0);
}
