import type { WorkflowClient } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';

type Failure = Parameters<typeof decodeOptionalFailureToOptionalError>[1];

/** What the last attempt of a pending activity failed with, in words, which may have been encrypted. */
export async function messageOf(client: WorkflowClient, failure: Failure): Promise<string | undefined> {
  return (await decodeOptionalFailureToOptionalError(client.options.loadedDataConverter, failure))?.message;
}
