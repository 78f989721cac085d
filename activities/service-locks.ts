import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { waitIdOf, type Claimant } from '../contract/service-lock.ts';
import type { Executions } from '../temporal/executions.ts';
import { pollNow, type PendingPoll } from '../temporal/poll-now.ts';
import { claim, join, release, servicesOf, type Claim } from '../temporal/service-locks.ts';
import { notYet } from './failures.ts';

export type { Claim };
export type HeldClaim = Extract<Claim, { held: true }>;

/** A service, and the order that wants it. */
export interface ServiceClaim {
  service: string;
  claimant: Claimant;
  /** ISO 8601: when it was asked for, by the workflow's clock. */
  at: string;
}

/** They ask Temporal only, so they are no part of what `nbn-octane` limits. */
export interface ServiceLockActivities {
  /** Takes a service, if it is free. An order that holds it already keeps it. */
  claimService: (wanted: ServiceClaim) => Promise<Claim>;
  /** Queues for a service, and fails until the order holds it, so that Temporal's retry is the wait: it leaves nothing in the history. */
  awaitService: (wanted: ServiceClaim) => Promise<HeldClaim>;
  releaseService: (held: ServiceClaim) => Promise<void>;
  /**
   * Whether a holder is gone: no run of it is open. For the lock. While it is not gone it fails, so that Temporal's retry is the wait.
   * A holder that does not know yet that it is its turn is told to ask.
   *
   * @param once - Answers false, once the holder knows, instead of failing.
   */
  awaitRelease: (held: { service: string; holder: Claimant; once: boolean }) => Promise<boolean>;
}

/**
 * Does not wait for Temporal longer than the attempt lasts: a worker that stops answers no query any more, and would wait for one that it
 * asked itself. A worker's connection ignores abort signals.
 */
function withAttempt<T>(asked: Promise<T>): Promise<T> {
  return Promise.race([asked, Context.current().cancelled]);
}

/** The claims of an order to all its services; undefined when another order holds one of them by now. */
export async function heldServices(
  executions: Executions,
  services: readonly ServiceClaim[],
): Promise<HeldClaim[] | undefined> {
  const held: HeldClaim[] = [];
  for (const { service, claimant, at } of services) {
    const claimed = await withAttempt(claim(Context.current().client, executions, service, claimant, at));
    if (!claimed.held) return undefined;
    held.push(claimed);
  }
  return held;
}

/** Milliseconds. The lock tells an order when it is its turn, so an order asks by itself only in case the lock was terminated. */
const ASK_AGAIN = { first: 60_000, longest: 10 * 60_000 };
/** Milliseconds. A holder says when it releases; only one that was terminated or deleted has to be noticed. */
const CHECK_AGAIN = { first: 5_000, longest: 60_000 };
/** Milliseconds until a holder that was told to ask is told again, and until a refused message is repeated. */
const SOON = 2_000;
/** Milliseconds after which an order joins a queue again that it has joined, in case the queue was full or its message was lost. */
const JOIN_AGAIN = 60 * 60_000;

/** What an attempt leaves for the next one. */
interface Joined {
  lock: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export function serviceLockActivities({ executions }: { executions: Executions }): ServiceLockActivities {
  const claimFor = ({ service, claimant, at }: ServiceClaim) =>
    withAttempt(claim(Context.current().client, executions, service, claimant, at));
  return {
    claimService: claimFor,

    awaitService: async (wanted) => {
      const { client, info } = Context.current();
      const now = info.currentAttemptScheduledTimestampMs;
      const claimed = await claimFor({ ...wanted, at: new Date(now).toISOString() });
      if (claimed.held) return claimed;
      const { service, claimant } = wanted;
      const before = info.heartbeatDetails as Joined | undefined;
      const hasJoined = before?.lock === claimed.lock && now < before.at + JOIN_AGAIN;
      if (!hasJoined) {
        await withAttempt(join(client, executions, service, claimant)).catch(refused);
        Context.current().heartbeat({ lock: claimed.lock, at: now } satisfies Joined);
      }
      throw held(service, claimed.heldBy, delay(ASK_AGAIN));
    },

    releaseService: async ({ service, claimant }) => {
      await withAttempt(release(Context.current().client, executions, service, claimant));
    },

    awaitRelease: async ({ service, holder, once }) => {
      if (await withAttempt(isGone(service, holder))) return true;
      const { workflow } = Context.current().client;
      const isWait = ({ activityId }: PendingPoll) => activityId === waitIdOf(service);
      const told = await withAttempt(pollNow(workflow, holder.order, isWait));
      if (told === 'none' && once) return false;
      const isToldSoon = told === 'begins' || told === 'under way';
      throw held(service, holder.order, isToldSoon ? SOON : delay(CHECK_AGAIN));
    },
  };
}

async function isGone(service: string, { order, chain }: Claimant): Promise<boolean> {
  const { workflow } = Context.current().client;
  try {
    const { status, runId } = await workflow.getHandle(order).describe();
    if (status.name !== 'RUNNING') return true;
    // A run that was reset or continued, or another chain, may want another service by now.
    return runId !== chain && (await wantsOthersOnly(order, service));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}

/** A run that asked for no service yet may take this one again. */
async function wantsOthersOnly(order: string, service: string): Promise<boolean> {
  const wanted = await servicesOf(Context.current().client, order);
  return wanted.length > 0 && !wanted.includes(service);
}

/** Longer, the longer it lasts already; spread, because many may wait. */
function delay({ first, longest }: { first: number; longest: number }): number {
  const { scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
  const lasted = currentAttemptScheduledTimestampMs - scheduledTimestampMs;
  return Math.round(Math.min(Math.max(first, lasted / 4), longest) * (1 + Math.random() / 10));
}

/** A server refuses a message because of a limit, or cannot be reached: that says nothing about the lock. */
function refused(error: unknown): never {
  const message = error instanceof Error ? error.message : 'unknown';
  throw notYet('LockDoesNotAnswer', `The lock did not take the message: ${message}`, SOON * (1 + Math.random()));
}

function held(service: string, heldBy: string, again: number): Error {
  return notYet('ServiceHeld', `${heldBy} holds ${service}.`, again);
}
