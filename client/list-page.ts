import { createHash } from 'node:crypto';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { UnknownCursor } from './errors.ts';

/** One page of Temporal's list of workflows. @throws UnknownCursor */
export async function listPage(
  client: Client,
  query: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ executions: WorkflowExecutionInfo[]; cursor?: string }> {
  const { namespace, loadedDataConverter } = client.options;
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
    namespace,
    query,
    pageSize: limit,
    ...(cursor !== undefined && { nextPageToken: tokenOf(cursor) }),
  });
  return {
    executions: await Promise.all(
      executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace)),
    ),
    ...(nextPageToken.length > 0 && { cursor: cursorOf(nextPageToken) }),
  };
}

/** Of the characters that a URL takes as they are. */
function cursorOf(token: Uint8Array): string {
  return checksumOf(token) + Buffer.from(token).toString('base64url');
}

/** A token that is none fails at the server as if the server were out of order, and would be tried again and again. */
function tokenOf(cursor: string): Uint8Array {
  const token = Buffer.from(cursor.slice(CHECKSUM_LENGTH), 'base64url');
  if (cursorOf(token) !== cursor) throw new UnknownCursor();
  return token;
}

const CHECKSUM_LENGTH = 8;

function checksumOf(token: Uint8Array): string {
  return createHash('sha256').update(token).digest('hex').slice(0, CHECKSUM_LENGTH);
}
