import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Attempt, Created } from '../../activities/create-once.ts';
import type { FailureDetails, FailureType } from '../../contract/failures.ts';
import { SERVICE_LOST } from '../../contract/service-lock.ts';
import { octaneIsBack } from './capabilities.ts';
import { noneRuns } from './handler-turns.ts';
import type { OrderState } from './order-state.ts';
import type { Creation } from './carried-record.ts';
import { StartOver } from './start-over.ts';

/** Milliseconds between attempts. */
const FIRST_DELAY = 2_000;
const LONGEST_DELAY = 600_000;
/** Milliseconds, while the customer's wish is still fresh. */
const PATIENCE = 24 * 3_600_000;
/** How many create calls in a row may end with an unknown outcome before a person decides, so that a misleading list does no more harm. */
const MOST_LOST = 3;

export interface ToCreate {
  /** The part of the record that answers "does Octane have it?". */
  creation: Creation;
  /** For a person: "the order". */
  what: string;
  attempt: (attempt: Attempt) => Promise<Created>;
  /** ISO 8601: when the checks have to be done again before anything is sent. */
  freshUntil?: string | undefined;
}

/**
 * Creates at Octane, exactly once, as docs/exactly-once.md has it. An attempt is one run of an activity, and the next one is the
 * workflow's decision: a retry that Temporal makes by itself could follow an attempt whose outcome is unknown.
 *
 * @returns its id.
 * @throws StartOver when the checks have to be done again.
 * @throws an activity's failure when another attempt would not help, or only a person can tell whether Octane has it.
 * @throws CancelledFailure when the order was withdrawn, and Octane has none.
 */
export async function createOnce(state: OrderState, wanted: ToCreate): Promise<string> {
  const { creation, what, freshUntil } = wanted;
  const { withdrawal } = state.record;
  // A withdrawal that is being answered comes first.
  await noneRuns();
  const giveUpAt = Date.parse((state.record.patientSince ??= now())) + PATIENCE;
  creation.began ??= now();
  // Told to the activity only: a reset run replays the decisions of a run that was the first.
  const doubtedAt = isFirstRun() ? undefined : now();
  for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
    if (creation.placement.is !== 'unknown' && freshUntil !== undefined && Date.now() > Date.parse(freshUntil)) {
      throw new StartOver({}, 'The checks are too old to order by');
    }
    const mayCreate = !withdrawal.isWanted && creation.lost < MOST_LOST;
    try {
      state.happened(creation, { type: 'attempted' });
      const created = await attemptOnce(wanted, mayCreate, doubtedAt);
      if (created.is !== 'absent') return placed(state, wanted, created);
    } catch (error) {
      const failure = learn(state, wanted, error);
      if (failure.nonRetryable) throw error;
      const { heldBack = false, retryAfter = 0 }: FailureDetails = failure.details?.[0] ?? {};
      const wait = Math.max(delay, retryAfter);
      if (Date.now() + wait > giveUpAt) throw isUnknown(creation) ? unknownOutcome(what, failure.message) : error;
      state.show({}, `Not yet: ${failure.message}`);
      await pause(creation, heldBack, wait, giveUpAt);
      continue;
    }
    // The search found nothing, and nothing may be sent.
    if (withdrawal.isWanted) {
      withdrawal.accepted = 'here';
      state.happened(creation, { type: 'absent' });
      leftNothing(state, creation);
      throw new CancelledFailure(`Withdrawn; Octane does not have ${what}.`);
    }
    throw unknownOutcome(
      what,
      `it was sent ${MOST_LOST} times, each time with an unknown outcome; Octane's list does not show it.`,
    );
  }
}

/** An attempt is never cancelled: its answer tells whether Octane has it. */
function attemptOnce({ creation, attempt }: ToCreate, mayCreate: boolean, doubtedAt?: string): Promise<Created> {
  const { began = now(), placement, notThese, isDecided } = creation;
  const since = placement.is === 'unknown' ? placement.since : doubtedAt;
  return CancellationScope.nonCancellable(() =>
    attempt({ began, doubtedAt: since, notThese, mayCreate, decided: isDecided }),
  );
}

function placed(
  state: OrderState,
  { creation, what }: ToCreate,
  { is, id }: Exclude<Created, { is: 'absent' }>,
): string {
  const by = is === 'created' ? 'create' : creation.hasSent ? 'search' : 'earlierRun';
  state.happened(creation, { type: 'placed', id, by });
  if (by === 'create') leftNothing(state, creation);
  else state.note({}, `Octane has ${what} already: found by a search`);
  return id;
}

/** What a failed attempt says about what Octane has. */
function learn(state: OrderState, wanted: ToCreate, error: unknown): ApplicationFailure {
  if (!(error instanceof ActivityFailure)) throw error;
  const { creation } = wanted;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) {
    // Cut off by a timeout, with its worker.
    state.happened(creation, { type: 'lost', at: now() });
    return ApplicationFailure.create({ message: 'the attempt was cut off, so it may have reached Octane.' });
  }
  const { outcome, operation, candidates = [] }: FailureDetails = cause.details?.[0] ?? {};
  // It is sent only after a search found nothing.
  const wasSent = operation !== undefined && /^(create|add)/.test(operation);
  if (wasSent) leftNothing(state, creation);
  if (outcome === undefined && cause.nonRetryable) {
    // A failure of our own, such as a customer that is another one.
    state.happened(creation, { type: 'notSent' });
    // Another order has the service by now, so this one queues again.
    if (cause.type === SERVICE_LOST) throw new StartOver({}, cause.message);
  } else if (outcome === undefined || (outcome === 'unknown' && wasSent)) {
    state.happened(creation, { type: 'lost', at: now() });
  } else if (outcome === 'unknown') {
    // Only a person can tell, or another search may.
    const event = cause.nonRetryable ? 'notClear' : 'doubted';
    state.happened(creation, { type: event, at: now(), candidates });
  } else {
    state.happened(creation, { type: wasSent ? 'refused' : 'notSent' });
  }
  return cause;
}

/** While Octane may have it, a withdrawal must not end the wait. */
async function pause(creation: Creation, heldBack: boolean, wait: number, giveUpAt: number): Promise<void> {
  const run = () =>
    heldBack ? untilOctaneIsBack(giveUpAt - Date.now()) : sleep(wait, { summary: 'Until the next attempt' });
  await (isUnknown(creation) ? CancellationScope.nonCancellable(run) : run());
}

/** Whether it was back in time is what the next attempt tells. */
async function untilOctaneIsBack(patience: number): Promise<void> {
  try {
    await octaneIsBack(patience);
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
}

function isUnknown({ placement }: Creation): boolean {
  return placement.is === 'unknown';
}

/** A search among Octane's orders found none of an earlier run. */
function leftNothing({ record }: OrderState, creation: Creation): void {
  if (creation === record.order) record.earlierRuns.leftNothingBy = now();
}

/** The one maker of this failure in a workflow. */
function unknownOutcome(what: string, why: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'OctaneUnavailable' satisfies FailureType,
    message: `It is not known whether Octane has ${what}: ${why}`,
    nonRetryable: true,
    details: [{ outcome: 'unknown', code: 'outcomeUnknown' } satisfies FailureDetails],
  });
}

function isFirstRun(): boolean {
  const { runId, firstExecutionRunId } = workflowInfo();
  return runId === firstExecutionRunId;
}

function now(): string {
  return new Date().toISOString();
}
