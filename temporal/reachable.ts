import type { Client } from '@temporalio/client';

/** Milliseconds. The SDK itself tries a server that is away again and again. */
const ANSWER_LIMIT = 1_000;

/** Whether Temporal answers within a second. */
export async function isReachable(client: Client): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + ANSWER_LIMIT, () => client.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false;
  }
}
