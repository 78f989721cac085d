import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
  type WorkflowSignalWithStartOptions,
} from '@temporalio/client';
import { TASK_QUEUES } from '../contract/names.ts';
import {
  customerOf,
  isHolding,
  isLockState,
  LOCK_MESSAGES,
  lockIdOf,
  SERVICE_LOCK,
  type Claimant,
  type Holding,
  type LockState,
} from '../contract/service-lock.ts';
import type { Executions } from './executions.ts';

/** Whether an order holds a service. */
export type Claim =
  | {
      held: true;
      /** ISO 8601. */
      since: string;
      /** Another chain of the same order took the service, and did not give it back: it may have placed an order. */
      byEarlierChain?: boolean;
    }
  | {
      held: false;
      /** The workflow id of the holder. */
      heldBy: string;
      /** The first run of the lock, which tells a lock that was started anew from the one before. */
      lock: string;
    };

/**
 * A lock that no one waits for is an execution of one event: its first workflow task is due only then, and a signal with start,
 * which is how an order joins or releases, begins it at once. So most locks never cost a workflow task until their release. When it
 * comes due by itself, the lock checks that its holder is still there.
 */
const DORMANT = '30 days';

/** A claim is repeated when another order starts the lock at the same instant. */
const TRIES = 5;

/** Milliseconds to wait for a worker that reads a closed lock. */
const QUERY_LIMIT = 5_000;

/**
 * Takes a service, if it is free. The guarantee is Temporal's: one open workflow for each id. An order that holds the service
 * already keeps it, whatever run of it asks.
 *
 * @param at - ISO 8601: since when it is held, if it is free.
 * @throws when Temporal cannot say. That is not "free".
 */
export async function claim(
  client: Client,
  executions: Executions,
  service: string,
  me: Claimant,
  at: string,
): Promise<Claim> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const lock = await describe(client, service);
    if (lock?.isOpen) return claimOf(lock, me);
    const left = await leftBehind(client, executions, service, me, lock);
    const before = left.holding?.holder;
    if (before !== undefined && before.order !== me.order) {
      await signalWithStart(client, left, LOCK_MESSAGES.join, me);
      continue;
    }
    const holding = { holder: me, heldSince: at };
    if (await startDormant(client, { ...left, holding })) {
      const byEarlierChain = before !== undefined && before.chain !== me.chain;
      return { held: true, since: holding.heldSince, ...(byEarlierChain && { byEarlierChain }) };
    }
  }
  throw new Error(`The lock of ${service} changed ${TRIES} times while ${me.order} asked for it.`);
}

/** Queues for a service that another order holds. Safe to repeat. */
export function join(client: Client, service: string, me: Claimant): Promise<void> {
  return signalWithStart(client, { service, queue: [] }, LOCK_MESSAGES.join, me);
}

/** Gives a service back, or leaves its queue. Safe to repeat. */
export function release(client: Client, service: string, order: string): Promise<void> {
  return signalWithStart(client, { service, queue: [] }, LOCK_MESSAGES.release, order);
}

interface Lock {
  isOpen: boolean;
  endedByItself: boolean;
  holding: Holding | undefined;
  runId: string;
  firstRunId: string;
}

async function describe(client: Client, service: string): Promise<Lock | undefined> {
  const lockId = lockIdOf(service);
  let lock: WorkflowExecutionDescription;
  try {
    lock = await client.workflow.getHandle(lockId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
  if (lock.type !== SERVICE_LOCK) throw new Error(`${lockId} is a ${lock.type}, not a lock. Terminate it.`);
  return {
    isOpen: lock.status.name === 'RUNNING',
    endedByItself: lock.status.name === 'COMPLETED',
    holding: isHolding(lock.memo) ? lock.memo : undefined,
    runId: lock.runId,
    firstRunId: lock.raw.workflowExecutionInfo?.firstRunId ?? lock.runId,
  };
}

function claimOf({ holding, firstRunId }: Lock, me: Claimant): Claim {
  if (holding?.holder.order !== me.order) {
    return { held: false, heldBy: holding?.holder.order ?? 'another order', lock: firstRunId };
  }
  const byEarlierChain = holding.holder.chain !== me.chain;
  return { held: true, since: holding.heldSince, ...(byEarlierChain && { byEarlierChain }) };
}

/** What a lock that somebody terminated or deleted knew, as far as that can be told. */
async function leftBehind(
  client: Client,
  executions: Executions,
  service: string,
  me: Claimant,
  lock: Lock | undefined,
): Promise<LockState> {
  if (lock?.endedByItself) return { service, queue: [] };
  if (lock) {
    const state = await lastStateOf(client, service, lock.runId);
    return state ?? { service, queue: [], ...(lock.holding && { holding: lock.holding }) };
  }
  const custNo = customerOf(service);
  const order = custNo === undefined ? undefined : await executions.earliestAtWork(client, custNo, me.since);
  if (order === undefined || order === me.order) return { service, queue: [] };
  return { service, queue: [], holding: { holder: { order, chain: '', since: me.since }, heldSince: me.since } };
}

/** Read from its history by a worker; undefined where that fails: then those that wait join again by themselves. */
async function lastStateOf(client: Client, service: string, runId: string): Promise<LockState | undefined> {
  try {
    const handle = client.workflow.getHandle(lockIdOf(service), runId);
    const state = await client.withDeadline(Date.now() + QUERY_LIMIT, () => handle.query(LOCK_MESSAGES.state));
    return isLockState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** False when another order started the lock meanwhile. */
async function startDormant(client: Client, state: LockState & { holding: Holding }): Promise<boolean> {
  try {
    await client.workflow.start(SERVICE_LOCK, {
      ...optionsOf(state),
      memo: { ...state.holding },
      startDelay: DORMANT,
      staticSummary: `The lock of ${state.service}`,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

async function signalWithStart(
  client: Client,
  state: LockState,
  signal: string,
  argument: Claimant | string,
): Promise<void> {
  await client.workflow.signalWithStart(SERVICE_LOCK, { ...optionsOf(state), signal, signalArgs: [argument] });
}

function optionsOf(
  state: LockState,
): Pick<WorkflowSignalWithStartOptions, 'workflowId' | 'taskQueue'> & { args: [LockState] } {
  return { workflowId: lockIdOf(state.service), taskQueue: TASK_QUEUES.orders, args: [state] };
}
