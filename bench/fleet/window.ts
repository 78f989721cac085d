import { setTimeout as sleep } from 'node:timers/promises';
import { OURS, type Contestant } from '../contestants.ts';
import type { Stage, Opened } from '../stage.ts';
import type { BenchWorker } from '../worker.ts';

/** Seconds. */
export const POLL_INTERVAL = 1_800;
/** In which CPU is measured. */
export const WINDOW = 120;
/** From a worker's start until it only does what it will go on doing. */
const SETTLING = 20;
/** Between two ticks of the watcher while they are measured, so that a window has enough of them. */
const MEASURED_TICK = 5;

export const MB = 2 ** 20;

/** Seconds of CPU. */
export interface Cpu {
  worker: number;
  server: number;
}

/** What was seen while so many orders were open and nothing changed. */
export interface Window {
  orders: number;
  used: Cpu;
  polls: number;
  ticks: number;
  /** Of the worker, which was started for this. */
  workerMB: number;
}

/** With a worker that is started for it. */
export async function window(stage: Stage, contestant: Contestant, orders: number): Promise<Window> {
  const worker = await stage.startWorker(contestant, { pollInterval: POLL_INTERVAL * 1000 });
  worker.go();
  await sleep(SETTLING * 1000);
  const measured = await during(stage, worker, orders);
  await worker.kill();
  return measured;
}

/** For how long the watcher must not be disturbed by polls that were planned before. */
export const WATCHED_SECONDS = SETTLING + WINDOW + 20;

/** Polls that are planned for this time are not there when somebody watches, and are not counted for it. */
export async function watchedWindow(stage: Stage, opened: Opened[], orders: number): Promise<Window> {
  const worker = await stage.startWorker(OURS, { watch: { interval: MEASURED_TICK * 1000 } });
  worker.go();
  // A later change makes all others old news, which are listed no more.
  stage.clock.jump(3_600_000);
  opened.push(await stage.open(OURS, 1));
  await sleep(SETTLING * 1000);
  const measured = await during(stage, worker, orders);
  await worker.kill();
  return measured;
}

/** In each second. */
export async function whenEmpty(stage: Stage): Promise<Cpu> {
  const { used } = await window(stage, OURS, 0);
  return { worker: used.worker / WINDOW, server: used.server / WINDOW };
}

async function during(stage: Stage, worker: BenchWorker, orders: number): Promise<Window> {
  const { calls } = stage.sandbox.records;
  const before = { ...cpuOf(stage, worker), polls: calls.of('getOrder'), ticks: calls.of('listOrders') };
  await sleep(WINDOW * 1000);
  const after = cpuOf(stage, worker);
  return {
    orders,
    used: { worker: after.worker - before.worker, server: after.server - before.server },
    polls: calls.of('getOrder') - before.polls,
    ticks: calls.of('listOrders') - before.ticks,
    workerMB: worker.usage().rss / MB,
  };
}

function cpuOf(stage: Stage, worker: BenchWorker): Cpu {
  return { worker: worker.usage().cpu, server: stage.server.usage().cpu };
}

export function total({ worker, server }: Cpu): number {
  return worker + server;
}
