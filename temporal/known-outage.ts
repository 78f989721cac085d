import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { z } from 'zod';
import { OCTANE_OUTAGE } from '../contract/names.ts';
import { OUTAGE_TYPES, type Outage } from '../contract/octane-outage.ts';
import { messageOf } from './last-failure.ts';

export type KnownOutage = Omit<Outage, 'lasted'>;

const outageSchema = z.object({ type: z.enum(OUTAGE_TYPES), answer: z.string() });

/** The outage of Octane that is on: there is one while the workflow `nbn-octane-outage` runs. */
export async function knownOutage({ workflow }: Client): Promise<KnownOutage | undefined> {
  try {
    const { status, memo, startTime, raw } = await workflow.getHandle(OCTANE_OUTAGE.workflowId).describe();
    if (status.name !== 'RUNNING') return undefined;
    // The last probe's, once one has failed.
    const probed = raw.pendingActivities?.[0]?.lastFailure;
    const answer = await messageOf(workflow, probed);
    const last = outageSchema.safeParse({ type: probed?.applicationFailureInfo?.type, answer });
    const known = last.data ?? outageSchema.safeParse(memo).data;
    return known && { ...known, since: startTime.toISOString() };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
