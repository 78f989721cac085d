import type { WorkflowHandle } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { withoutNulls } from '../contract/absent.ts';
import { UPDATES } from '../contract/names.ts';
import { fieldsOf } from '../contract/plain-objects.ts';

/** What an order's history says that its progress does not. It may hold personal data. */
export interface OrderHistory {
  /** What was ordered, as people have corrected it since; empty when it cannot be read. */
  input: Record<string, unknown>;
  /** Where the service is, as the qualification or the carried record says it; in Octane's words. */
  serviceState?: string;
}

/** The activity that tells where a location is. */
const QUALIFICATION = 'qualifyService';

/** Reads the history of the order's latest run. */
export async function historyOf(handle: WorkflowHandle): Promise<OrderHistory> {
  const { events } = await handle.fetchHistory();
  const converter = handle.client.options.loadedDataConverter;
  const decoded = async (payloads: Parameters<typeof decodeFromPayloadsAtIndex>[2], index = 0) =>
    fieldsOf(await decodeFromPayloadsAtIndex<unknown>(converter, index, payloads));
  let input: Record<string, unknown> = {};
  let serviceState: unknown;
  const qualifications = new Set<string>();
  for (const event of events ?? []) {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) {
      input = await decoded(started.input?.payloads);
      // A run that continues another one begins with what that one knew.
      const record = await decoded(started.input?.payloads, 1);
      serviceState = fieldsOf(record['location'])['state'];
    }
    const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
    if (request?.name === UPDATES.resolve) {
      input = { ...input, ...fieldsOf((await decoded(request.args?.payloads))['input']) };
    }
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name === QUALIFICATION) qualifications.add(String(event.eventId));
    const completed = event.activityTaskCompletedEventAttributes;
    if (completed && qualifications.has(String(completed.scheduledEventId))) {
      serviceState = (await decoded(completed.result?.payloads))['state'] ?? serviceState;
    }
  }
  return { input: withoutNulls(input), ...(typeof serviceState === 'string' && { serviceState }) };
}
