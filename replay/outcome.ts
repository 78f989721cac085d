import type { temporal } from '@temporalio/proto';
import { ApplicationFailure, type LoadedDataConverter } from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import type { Command } from './observed-worker.ts';

/** How a workflow closed, in the terms that its caller sees. */
export type Outcome =
  | { completed: unknown }
  | { failed: { type: string | undefined; message: string; details: unknown } }
  | { continuedAsNew: unknown[] }
  | { cancelled: true };

type Failure = temporal.api.failure.v1.IFailure;
type Payload = temporal.api.common.v1.IPayload;
type History = temporal.api.history.v1.IHistory;

/** What the history says; undefined while the workflow is open, and when it was ended from outside. */
export async function recordedOutcome(
  converter: LoadedDataConverter,
  { events }: History,
): Promise<Outcome | undefined> {
  const last = events?.at(-1);
  const completed = last?.workflowExecutionCompletedEventAttributes;
  if (completed) return completedWith(converter, completed.result?.payloads);
  const failed = last?.workflowExecutionFailedEventAttributes;
  if (failed) return failedWith(converter, failed.failure);
  const continued = last?.workflowExecutionContinuedAsNewEventAttributes;
  if (continued) return continuedAsNewWith(converter, continued.input?.payloads);
  return last?.workflowExecutionCanceledEventAttributes ? { cancelled: true } : undefined;
}

/** What the code of today made of the same history. Its payloads have not been through a codec yet. */
export async function replayedOutcome(
  dataConverter: LoadedDataConverter,
  closing: Command | undefined,
): Promise<Outcome | undefined> {
  const converter = { ...dataConverter, payloadCodecs: [] };
  if (closing?.completeWorkflowExecution) {
    const { result } = closing.completeWorkflowExecution;
    return completedWith(converter, result ? [result] : []);
  }
  if (closing?.failWorkflowExecution) return failedWith(converter, closing.failWorkflowExecution.failure);
  if (closing?.continueAsNewWorkflowExecution) {
    return continuedAsNewWith(converter, closing.continueAsNewWorkflowExecution.arguments);
  }
  return closing ? { cancelled: true } : undefined;
}

type Payloads = Payload[] | null | undefined;

async function completedWith(converter: LoadedDataConverter, payloads: Payloads): Promise<Outcome> {
  const [completed] = await decodeArrayFromPayloads(converter, payloads);
  return { completed };
}

async function continuedAsNewWith(converter: LoadedDataConverter, payloads: Payloads): Promise<Outcome> {
  return { continuedAsNew: await decodeArrayFromPayloads(converter, payloads) };
}

/** Not its stack trace, which changes with any line of code. */
async function failedWith(converter: LoadedDataConverter, failure: Failure | null | undefined): Promise<Outcome> {
  const error = await decodeOptionalFailureToOptionalError(converter, failure);
  const { type, details } = error instanceof ApplicationFailure ? error : {};
  return { failed: { type: type ?? undefined, message: error?.message ?? '', details: details ?? undefined } };
}
