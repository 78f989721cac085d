import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import { OrderError, UpdateRefused, type OrderHandle } from '../../client/index.ts';
import type { Flow } from '../../contract/names.ts';
import { SERVICE_LOCK } from '../../contract/service-lock.ts';
import { persistently } from './persistence.ts';

/** What somebody does to an order besides starting it. */
export type Mishap = {
  /** Milliseconds after its start; for `resetClosed` after its end. */
  after: number;
} & (
  | { what: 'withdraw' }
  /** By mistake, so that it is started again with its reference. */
  | { what: 'terminate' | 'delete' }
  /** While it is open, or after it ended; to a place in its history from 0, its first workflow task, to 1, its last. */
  | { what: 'reset' | 'resetClosed'; to: number }
);

export const MISHAPS: readonly Mishap['what'][] = ['withdraw', 'terminate', 'delete', 'reset', 'resetClosed'];

interface Stricken {
  client: Client;
  order: OrderHandle<Flow>;
  startAgain: () => Promise<unknown>;
}

/** @returns whether it was done: an order may have ended before. */
export async function happen(mishap: Mishap, { client, order, startAgain }: Stricken): Promise<boolean> {
  const handle = client.workflow.getHandle(order.workflowId);
  if (mishap.what === 'resetClosed' && !(await hasEnded(handle))) return false;
  await sleep(mishap.after);
  switch (mishap.what) {
    case 'withdraw':
      return withdraw(order);
    case 'terminate': {
      const isDone = await persistently(() => unlessNotFound(() => handle.terminate('by mistake')));
      await startAgain();
      return isDone;
    }
    case 'delete': {
      if (!(await persistently(() => isOpen(handle)))) return false;
      await persistently(() => unlessNotFound(() => remove(client, order.workflowId)));
      await untilGone(handle);
      await startAgain();
      return true;
    }
    case 'reset':
      return persistently(async () => (await isOpen(handle)) && reset(client, handle, mishap.to));
    case 'resetClosed':
      return persistently(() => reset(client, handle, mishap.to));
  }
}

async function withdraw(order: OrderHandle<Flow>): Promise<boolean> {
  try {
    return (await persistently(() => order.withdraw({ by: 'the caller', reason: 'not wanted any more' }))).accepted;
  } catch (error) {
    // It came too late.
    if (error instanceof UpdateRefused || error instanceof OrderError) return false;
    throw error;
  }
}

/** False when it has ended already, perhaps by a call whose answer was lost. */
async function unlessNotFound(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function isOpen(handle: WorkflowHandle): Promise<boolean> {
  return (await handle.describe()).status.name === 'RUNNING';
}

/** As `temporal workflow delete`. */
async function remove({ workflowService, options }: Client, workflowId: string): Promise<void> {
  await workflowService.deleteWorkflowExecution({ namespace: options.namespace, workflowExecution: { workflowId } });
}

async function untilGone(handle: WorkflowHandle): Promise<void> {
  while (await persistently(() => unlessNotFound(() => handle.describe()))) await sleep(PAUSE);
}

const PAUSE = 200;
/** Milliseconds; an order that takes longer is left alone. */
const LONGEST_WAIT = 10 * 60_000;

async function hasEnded(handle: WorkflowHandle): Promise<boolean> {
  const deadline = Date.now() + LONGEST_WAIT;
  while (await persistently(() => isOpen(handle))) {
    if (Date.now() > deadline) return false;
    await sleep(PAUSE);
  }
  return true;
}

/** As `temporal workflow reset --event-id`. */
async function reset({ workflowService, options }: Client, handle: WorkflowHandle, to: number): Promise<boolean> {
  const { workflowId } = handle;
  const { runId } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const tasks = events.filter(({ workflowTaskCompletedEventAttributes: completed }) => completed);
  const task = tasks[Math.round(to * (tasks.length - 1))];
  if (!task?.eventId) return false;
  await workflowService.resetWorkflowExecution({
    namespace: options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: task.eventId,
    reason: 'an operator tries to mend it',
    requestId: randomUUID(),
  });
  return true;
}

/**
 * Terminates the lock of a service, as an operator does who takes it for stuck.
 *
 * @param place - Of the open locks, from 0 to 1.
 * @returns false when there is none, or it is gone meanwhile.
 */
export async function terminateLock(client: Client, place: number): Promise<boolean> {
  return persistently(async () => {
    const open: string[] = [];
    const query = `WorkflowType = '${SERVICE_LOCK}' AND ExecutionStatus = 'Running'`;
    for await (const { workflowId } of client.workflow.list({ query })) open.push(workflowId);
    const lock = open[Math.round(place * (open.length - 1))];
    return lock !== undefined && unlessNotFound(() => client.workflow.getHandle(lock).terminate('it seems stuck'));
  });
}
