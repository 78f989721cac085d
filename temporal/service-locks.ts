import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { TASK_QUEUES } from '../contract/names.ts';
import {
  customerOf,
  isHolding,
  isLockState,
  LOCK_MESSAGES,
  lockIdOf,
  SERVICE_LOCK,
  SERVICES_QUERY,
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

/** A message is repeated when the lock began or ended at the same instant. */
const TRIES = 5;

/** Milliseconds to wait for a worker that reads a closed lock, or for an order's answer. */
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
    if (lock?.isOpen) return claimOf(lock.holding, me, lock.firstRunId);
    const left = await leftBehind(client, executions, service, me, lock);
    const holding = left.holding ?? { holder: me, heldSince: at };
    if (holding.holder.order !== me.order || left.queue.length > 0) {
      await signalWithStart(client, left, LOCK_MESSAGES.join, me);
    } else if (await startDormant(client, { ...left, holding })) {
      return claimOf(holding, me);
    }
  }
  throw changedTooOften(service, me);
}

/** Queues for a service that another order holds. Safe to repeat. */
export function join(client: Client, executions: Executions, service: string, me: Claimant): Promise<void> {
  return tell(client, executions, service, me, { signal: LOCK_MESSAGES.join, argument: me });
}

/** Gives a service back, or leaves its queue. Safe to repeat. */
export function release(client: Client, executions: Executions, service: string, me: Claimant): Promise<void> {
  return tell(client, executions, service, me, { signal: LOCK_MESSAGES.release, argument: me.order });
}

/**
 * Sends a message to the lock. If somebody terminated that, the message starts it again with what it knew: an empty one would give
 * the service to the next order, while another one holds it.
 */
async function tell(
  client: Client,
  executions: Executions,
  service: string,
  me: Claimant,
  { signal, argument }: { signal: string; argument: Claimant | string },
): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const lock = await describe(client, service);
    if (lock?.isOpen) {
      if (await signalOpen(client, service, signal, argument)) return;
      continue;
    }
    const left = await leftBehind(client, executions, service, me, lock);
    const isFree = left.holding === undefined && left.queue.length === 0;
    if (!isFree || signal === LOCK_MESSAGES.join) await signalWithStart(client, left, signal, argument);
    return;
  }
  throw changedTooOften(service, me);
}

interface Lock {
  isOpen: boolean;
  endedByItself: boolean;
  holding: Holding | undefined;
  runId: string;
  firstRunId: string;
}

/** @returns undefined when there is none: a workflow of another type that is closed says nothing. */
async function describe(client: Client, service: string): Promise<Lock | undefined> {
  const lockId = lockIdOf(service);
  const lock = await described(client, lockId);
  const isOpen = lock?.status.name === 'RUNNING';
  if (lock?.type !== SERVICE_LOCK) {
    if (lock && isOpen) throw new Error(`${lockId} is a ${lock.type}, not a lock. Terminate it.`);
    return undefined;
  }
  return {
    isOpen,
    endedByItself: lock.status.name === 'COMPLETED',
    holding: isHolding(lock.memo) ? lock.memo : undefined,
    runId: lock.runId,
    firstRunId: firstRunIdOf(lock),
  };
}

async function described(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function firstRunIdOf({ raw, runId }: WorkflowExecutionDescription): string {
  return raw.workflowExecutionInfo?.firstRunId ?? runId;
}

/** @param lock - The first run of the lock. */
function claimOf(holding: Holding | undefined, me: Claimant, lock = ''): Claim {
  if (holding?.holder.order !== me.order) {
    return { held: false, heldBy: holding?.holder.order ?? 'another order', lock };
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
  const nothing = { service, queue: [] };
  if (lock?.endedByItself) return nothing;
  const state = lock && (await lastStateOf(client, service, lock.runId));
  if (state) return state;
  const holding = lock?.holding ?? (await heldWithoutLock(client, executions, service, me));
  return { ...nothing, ...(holding && { holding }) };
}

/** Read from its history by a worker; undefined where that fails: then those that wait join again by themselves. */
async function lastStateOf(client: Client, service: string, runId: string): Promise<LockState | undefined> {
  try {
    const state = await query(client, lockIdOf(service), LOCK_MESSAGES.state, runId);
    return isLockState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the customer's orders themselves say, when no lock does. Those that are not placed yet claim again before they send anything. Of
 * a location the orders are not known.
 */
async function heldWithoutLock(
  client: Client,
  executions: Executions,
  service: string,
  me: Claimant,
): Promise<Holding | undefined> {
  const custNo = customerOf(service);
  const orders = custNo === undefined ? [] : await executions.atOctane(client, custNo);
  for (const order of orders) {
    // This one would not answer while it asks; it is free for it, unless another one holds it.
    const holder = order === me.order ? undefined : await described(client, order);
    if (holder?.status.name !== 'RUNNING') continue;
    const heldSince = holder.startTime.toISOString();
    if ((await servicesOf(client, order)).includes(service)) {
      return { holder: { order, chain: firstRunIdOf(holder), since: heldSince }, heldSince };
    }
  }
  return undefined;
}

/** The services that an order holds or waits for, as it says itself. */
export async function servicesOf(client: Client, order: string): Promise<string[]> {
  const services: unknown = await query(client, order, SERVICES_QUERY);
  return Array.isArray(services) ? services.map(String) : [];
}

function query(client: Client, workflowId: string, name: string, runId?: string): Promise<unknown> {
  const handle = client.workflow.getHandle(workflowId, runId);
  return client.withDeadline(Date.now() + QUERY_LIMIT, () => handle.query<unknown>(name));
}

/** False when another order started the lock meanwhile. */
function startDormant(client: Client, state: LockState & { holding: Holding }): Promise<boolean> {
  return unlessStarted(
    client.workflow.start(SERVICE_LOCK, {
      ...optionsOf(state),
      startDelay: DORMANT,
      staticSummary: `The lock of ${state.service}`,
    }),
  );
}

/** False when the lock has closed meanwhile. */
function signalOpen(client: Client, service: string, signal: string, argument: Claimant | string): Promise<boolean> {
  return unlessStarted(
    client.workflow.signalWithStart(SERVICE_LOCK, {
      ...optionsOf({ service, queue: [] }),
      // A signal alone would not begin a dormant one.
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      signal,
      signalArgs: [argument],
    }),
  );
}

async function signalWithStart(
  client: Client,
  state: LockState,
  signal: string,
  argument: Claimant | string,
): Promise<void> {
  await client.workflow.signalWithStart(SERVICE_LOCK, { ...optionsOf(state), signal, signalArgs: [argument] });
}

function optionsOf(state: LockState) {
  return {
    workflowId: lockIdOf(state.service),
    taskQueue: TASK_QUEUES.orders,
    args: [state] as [LockState],
    ...(state.holding && { memo: { ...state.holding } }),
  };
}

async function unlessStarted(started: Promise<unknown>): Promise<boolean> {
  try {
    await started;
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

function changedTooOften(service: string, { order }: Claimant): Error {
  return new Error(`The lock of ${service} changed ${TRIES} times while ${order} asked for it.`);
}
