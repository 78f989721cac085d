import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails } from '../contract/failures.ts';
import { OctaneError } from '../octane/errors.ts';
import type { OperationName } from '../octane/operations.ts';
import { isAwaited } from '../temporal/executions.ts';
import { finalFailure, laterFailure } from './failures.ts';

/** One attempt to create what Octane has no idempotency key for; docs/exactly-once.md has the protocol. */
export interface Attempt {
  /** ISO 8601: when the first attempt began. Nothing that is older can be it. */
  began: string;
  /** ISO 8601: when a create call whose outcome is unknown was surely over. */
  doubtedAt?: string | undefined;
  /** Ids of Octane that are surely not it. */
  notThese: string[];
  /** False: search only. */
  mayCreate: boolean;
  /** A person has decided that it is not there, so a list that cannot be read is no reason to ask again. */
  decided: boolean;
}

export type Created = { is: 'created' | 'found'; id: string } | { is: 'absent' };

/** How it became known whether Octane has what an earlier attempt may have created; `person`: only a person can tell. */
export const RESOLUTIONS = ['found', 'absent', 'person'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export interface CreateSettings {
  /** Milliseconds until what was created shows in Octane's list. */
  orderListDelay: number;
  /** Milliseconds that one call of this worker may last. */
  responseTimeout: number;
  /** Milliseconds that one call of any worker may last: others may be configured otherwise. */
  longestResponseTimeout: number;
  /** Called when a create call ends with an unknown outcome. */
  onUnknownOutcome: (operation: OperationName) => void;
  /** Called when an attempt finds out what became of such a call, or that it cannot. */
  onResolution: (resolution: Resolution) => void;
}

export interface Creation {
  /** For a person, such as "the PlanChange order for customer 100001". */
  what: string;
  /** Milliseconds since the epoch: when calls of others that may have created it were surely over. */
  doubts: readonly number[];
  /** Whether to search although there is no doubt. */
  searchAnyway?: boolean;
  /** The id of the one that is there; undefined when there surely is none. @throws when that is not clear. */
  search: () => Promise<string | undefined>;
  create: () => Promise<string>;
}

/** A create call begins so many calls' time after its attempt at the latest, and lasts for one more. */
const CALLS_BEFORE_CREATE = 2;

/** When the calls of a run that is closed were surely over, in milliseconds since the epoch. */
export function surelyOver({ closedAt }: { closedAt: string }, { longestResponseTimeout }: CreateSettings): number {
  return Date.parse(closedAt) + (CALLS_BEFORE_CREATE + 1) * longestResponseTimeout;
}

/**
 * Searches, unless this surely is the first attempt, and sends the create call, once, when nothing is found. Temporal never retries it:
 * whether there is another attempt is the workflow's decision (workflows/order/create-once.ts).
 *
 * @throws ApplicationFailure whose details' `outcome` says whether it can exist now.
 */
export async function createOnce(attempt: Attempt, settings: CreateSettings, creation: Creation): Promise<Created> {
  const { info, client } = Context.current();
  const timeLimit = CALLS_BEFORE_CREATE * settings.responseTimeout;
  // A paused worker that resumes later than this must not send: others count the attempt as over.
  const latestCreate = performance.now() + timeLimit;
  const { what } = creation;
  const doubts = [...(attempt.doubtedAt === undefined ? [] : [Date.parse(attempt.doubtedAt)]), ...creation.doubts];
  if (doubts.length > 0 || creation.searchAnyway) {
    const resolvedAs = doubts.length > 0 ? settings.onResolution : () => undefined;
    const id = await search(creation, attempt.decided).catch((error: unknown) => {
      if (isNotClear(error)) resolvedAs('person');
      throw error;
    });
    if (id !== undefined) {
      resolvedAs('found');
      return { is: 'found', id };
    }
    const visibleAt = Math.max(0, ...doubts) + settings.orderListDelay;
    const wait = visibleAt - info.currentAttemptScheduledTimestampMs;
    if (doubts.length > 0 && wait > 0) throw notListedYet(what, visibleAt, wait);
    resolvedAs('absent');
  }
  if (!attempt.mayCreate) return { is: 'absent' };
  const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
  const isLate = Date.now() - info.currentAttemptScheduledTimestampMs >= timeLimit;
  const stillCounts = !isLate || (await isAwaited(client, workflowId, runId, info.activityId));
  if (!stillCounts || performance.now() > latestCreate)
    throw nothingSent('this attempt has no time left for the call.');
  try {
    return { is: 'created', id: await creation.create() };
  } catch (error) {
    if (!(error instanceof OctaneError) || error.outcome === 'refused') throw error;
    const { type, operation, message } = error;
    settings.onUnknownOutcome(operation);
    throw laterFailure(type, unknown(what, message), 0, { outcome: 'unknown', code: 'outcomeUnknown', operation });
  }
}

/** A search that fails says nothing new, so it is worth another one later. */
async function search({ what, search: run }: Creation, decided: boolean): Promise<string | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OctaneError)) throw error;
    // A person has searched there, where we cannot.
    if (!error.retryable && decided) return undefined;
    if (!error.retryable) throw notClear(what, error.message);
    const { type, message, retryAfter = 0, heldBack } = error;
    const details: FailureDetails = { outcome: 'unknown', ...(heldBack && { heldBack }) };
    throw laterFailure(type, unknown(what, message), retryAfter, details);
  }
}

/** Only a person can tell. */
export function notClear(what: string, why: string, candidates?: string[]): Error {
  return finalFailure('OctaneUnavailable', `${unknown(what, why)} It was not sent again. Search for it in Octane.`, {
    outcome: 'unknown',
    code: 'outcomeUnknown',
    ...(candidates && { candidates }),
  } satisfies FailureDetails);
}

/** Nothing else that a search throws is final. */
function isNotClear(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.nonRetryable === true;
}

/** Another attempt makes sense, and this one created nothing. */
export function nothingSent(why: string): Error {
  return laterFailure('OctaneUnavailable', `Nothing was sent: ${why}`, 0, { outcome: 'refused' });
}

function notListedYet(what: string, visibleAt: number, wait: number): Error {
  const until = new Date(visibleAt).toISOString();
  const message = unknown(what, `it is not in Octane's list, where it may show until ${until}.`);
  return laterFailure('OctaneUnavailable', message, wait, { outcome: 'unknown' });
}

function unknown(what: string, why: string): string {
  return `It is not known whether Octane has ${what}: ${why}`;
}
