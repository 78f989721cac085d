import type { WorkflowHandle } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';

/** What an update id stands for. */
export interface AcceptedUpdate {
  update: string;
  request: unknown;
}

/** The update that the order's latest run has accepted with this id; undefined when it has not. */
export async function acceptedUpdate(handle: WorkflowHandle, updateId: string): Promise<AcceptedUpdate | undefined> {
  const { events } = await handle.fetchHistory();
  for (const { workflowExecutionUpdateAcceptedEventAttributes: accepted } of events ?? []) {
    if (accepted?.protocolInstanceId !== updateId) continue;
    const { name, args } = accepted.acceptedRequest?.input ?? {};
    const converter = handle.client.options.loadedDataConverter;
    return { update: name ?? '', request: await decodeFromPayloadsAtIndex(converter, 0, args?.payloads) };
  }
  return undefined;
}
