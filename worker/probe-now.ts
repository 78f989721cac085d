import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { OCTANE_OUTAGE } from '../contract/names.ts';

/**
 * Has Octane probed at once, if it counts as away: the start of a worker may have corrected the cause, such as the credentials, and the
 * next probe may be half an hour away.
 *
 * @returns whether Octane was away.
 */
export async function probeNow(connection: Pick<Connection, 'workflowService'>, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.resetActivity({
      namespace,
      execution: { workflowId: OCTANE_OUTAGE.workflowId },
      type: 'probeOctane',
    });
    return true;
  } catch (error) {
    // There is no outage, or its probe is not waiting; or it is an old server, which cannot: the next probe comes by itself.
    if (isGrpcServiceError(error)) return false;
    throw error;
  }
}
