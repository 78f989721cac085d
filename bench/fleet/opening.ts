import type { Contestant } from '../contestants.ts';
import type { Opened, Stage } from '../stage.ts';
import { MB, POLL_INTERVAL, WINDOW } from './window.ts';

/** Orders that are opened together. */
const STEP = 2_500;

/** While orders are being opened. */
export interface Memory {
  orders: number;
  workerMB: number;
  serverMB: number;
  databaseMB: number;
}

/**
 * Opens as many, or what can be opened until the deadline, in steps. The last of the orders, as many as a window has looks, come at the
 * pace at which all will be looked at, and are looked at first after the time that they took: so from then on the looks are spread
 * as they are after a day.
 */
export async function opening(
  stage: Stage,
  contestant: Contestant,
  most: number,
  deadline: number,
  onStep: (memory: Memory) => void,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  const fast = await stage.startWorker(contestant, { pollInterval: POLL_INTERVAL * 1000 });
  fast.go();
  const began = performance.now();
  let left = most - pacedOf(most);
  do {
    opened.push(await stage.open(contestant, Math.min(STEP, left), { placedAlready: true }));
    left -= STEP;
    onStep({
      orders: sizeOf(opened),
      workerMB: fast.usage().rss / MB,
      serverMB: stage.server.usage().rss / MB,
      databaseMB: stage.server.size() / MB,
    });
  } while (left > 0 && performance.now() < deadline);
  const perSecond = sizeOf(opened) / ((performance.now() - began) / 1000);
  await fast.kill();
  const paced = left > 0 ? pacedOf(sizeOf(opened)) : most - sizeOf(opened);
  const seconds = Math.max(WINDOW, paced / perSecond);
  const slow = await stage.startWorker(contestant, { pollInterval: seconds * 1000 });
  slow.go();
  opened.push(await stage.open(contestant, paced, { perSecond: paced / seconds, placedAlready: true }));
  await slow.kill();
  return opened;
}

/** How many of so many orders are looked at in a window. */
function pacedOf(orders: number): number {
  return Math.max(1, Math.round((orders * WINDOW) / POLL_INTERVAL));
}

export function sizeOf(opened: readonly Opened[]): number {
  return opened.reduce((sum, { custNos }) => sum + custNos.length, 0);
}
