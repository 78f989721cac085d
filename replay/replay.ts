import proto from '@temporalio/proto';
import type { LoadedDataConverter } from '@temporalio/common';
import type { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/data-converter-helpers.js';
import { decodeOptionalSinglePayload } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { firstDifference } from './difference.ts';
import { observedWorker, type Observation } from './observed-worker.ts';
import { recordedOutcome, replayedOutcome } from './outcome.ts';

const { EventType } = proto.temporal.api.enums.v1;
const CLOSING = /^EVENT_TYPE_WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/;

type History = ReturnType<typeof historyFromJSON>;

/** A history, and the answer to the query `progress` where it ends, when that was recorded with it. */
export interface Recorded {
  workflowId: string;
  history: History;
  progress?: unknown;
}

/**
 * What today's code does otherwise than the history says.
 *
 * - `commands`: it asks the server for something else, or in another order: the open order stands still
 * - `result`: it ends otherwise, or with another result or failure
 * - `progress`: it answers the query `progress` otherwise
 * - `replay`: the code fails, or the history cannot be replayed at all
 */
export type Break = 'commands' | 'result' | 'progress' | 'replay';

export interface Verdict {
  workflowId: string;
  workflowType: string;
  /** Whether its history has no end yet. */
  open: boolean;
  /** Absent when the order continues as if nothing had changed. */
  broken?: { what: Break; why: string };
}

export interface ReplayOptions {
  workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>;
  /** The one of the workers whose histories these are. Default: the SDK's. */
  dataConverter?: NonNullable<ReplayWorkerOptions['dataConverter']>;
  /** How many workers replay side by side: one downloads while another one replays. Default 1. */
  workers?: number;
}

/**
 * Replays histories against a bundle; each verdict is passed on at once.
 *
 * No more histories are held than there are workers: the next one is asked for when a worker is free.
 */
export async function replay(
  histories: AsyncIterable<Recorded> | Iterable<Recorded>,
  { workers = 1, ...options }: ReplayOptions,
  tell: (verdict: Verdict) => void,
): Promise<void> {
  const converter = loadDataConverter(options.dataConverter);
  const shared = shareable(histories);
  const each = Array.from({ length: workers }, () => replayOneByOne(shared, options, converter, tell));
  await Promise.all(each);
}

/** One iterator for several readers, each of whom gets another part. */
function shareable<T>(items: AsyncIterable<T> | Iterable<T>): () => Promise<IteratorResult<T, unknown>> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  return async () => iterator.next();
}

async function replayOneByOne(
  next: () => Promise<IteratorResult<Recorded, unknown>>,
  options: Omit<ReplayOptions, 'workers'>,
  converter: LoadedDataConverter,
  tell: (verdict: Verdict) => void,
): Promise<void> {
  let current: Recorded | undefined;
  let observation: Promise<Observation> | undefined;
  async function* feed(): AsyncGenerator<Recorded> {
    for (let item = await next(); !item.done; item = await next()) {
      if (!hasRun(item.value.history)) {
        tell(verdictOn(item.value, undefined));
        continue;
      }
      current = item.value;
      observation = undefined;
      yield current;
    }
  }
  const worker = observedWorker((observed) => {
    observation = observed;
  });
  // A worker replays one history after the other, so a result is that of the history that was fed last.
  for await (const { error } of worker.runReplayHistories(options, feed())) {
    if (!current) throw new Error('A replay has no result before it has a history.');
    const broken = error ? brokenBy(error) : await compare(converter, current, await observation);
    tell(verdictOn(current, broken));
  }
}

function verdictOn({ workflowId, history }: Recorded, broken: Verdict['broken']): Verdict {
  return { workflowId, workflowType: workflowTypeOf(history), open: isOpen(history), ...(broken && { broken }) };
}

/** A workflow that waits for its first task depends on no code. The core waits for that task for ever. */
function hasRun({ events }: History): boolean {
  return events?.some(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED) ?? false;
}

function brokenBy(error: Error): Verdict['broken'] {
  // The core hands over a dump of its own structures, with the sentence for a person inside.
  const [, sentence] = /\bmessage: ("(?:[^"\\]|\\.)*")/.exec(error.message) ?? [];
  const why = sentence === undefined ? error.message : sentence.slice(1, -1).replaceAll('\\"', '"');
  return { what: error instanceof DeterminismViolationError ? 'commands' : 'replay', why };
}

async function compare(
  converter: LoadedDataConverter,
  { history, progress }: Recorded,
  observation: Observation | undefined,
): Promise<Verdict['broken']> {
  if (!observation) return { what: 'replay', why: 'the workflow was not even begun' };
  const outcome = await recordedOutcome(converter, history);
  if (outcome) {
    const why = firstDifference(outcome, await replayedOutcome(converter, observation.closing));
    if (why !== undefined) return { what: 'result', why };
  }
  if (progress === undefined) return undefined;
  const answer = observation.progress;
  if (!answer?.succeeded) return { what: 'progress', why: answer?.failed?.message ?? 'it is not answered' };
  const today: unknown = await decodeOptionalSinglePayload(
    { ...converter, payloadCodecs: [] },
    answer.succeeded.response,
  );
  const why = firstDifference(progress, today);
  return why === undefined ? undefined : { what: 'progress', why };
}

function isOpen({ events }: History): boolean {
  return !CLOSING.test(EventType[events?.at(-1)?.eventType ?? 0] ?? '');
}

function workflowTypeOf({ events }: History): string {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? 'unknown';
}
