import { Context } from '@temporalio/activity';
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { OCTANE_OUTAGE, TASK_QUEUES } from '../contract/names.ts';
import type { Outage, Outages } from '../contract/octane-outage.ts';
import { tell } from '../contract/happenings.ts';
import { knownOutage, type KnownOutage } from './known-outage.ts';

/** So long one answer of Temporal's serves, in milliseconds, however many calls are held back. */
const FRESH = 1_000;
/** So long an outage is believed in that Temporal tells nothing more of. */
const BELIEVED = 3 * 60_000;
/** Temporal's answer is not waited for longer; a create-order call that comes after it has its own limits (activities/placing.ts). */
const ANSWER_LIMIT = 3_000;

/** Outages as all workers know them: there is one while the workflow `nbn-octane-outage` runs. For use in activities. */
export class TemporalOutages implements Outages {
  #asked = -Infinity;
  #told = -Infinity;
  #known: Promise<KnownOutage | undefined> = Promise.resolve(undefined);

  async current(): Promise<Outage | undefined> {
    if (performance.now() > this.#asked + FRESH) {
      this.#asked = performance.now();
      this.#known = this.#ask(this.#known);
    }
    const known = await this.#known;
    // The server's clock, which the start of the workflow is by.
    const now = Context.current().info.currentAttemptScheduledTimestampMs;
    return known && { ...known, lasted: Math.max(0, now - Date.parse(known.since)) };
  }

  async begin({ type, answer }: Pick<Outage, 'type' | 'answer'>): Promise<void> {
    const { client, log } = Context.current();
    try {
      await client.workflow.start(OCTANE_OUTAGE.type, {
        workflowId: OCTANE_OUTAGE.workflowId,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: TASK_QUEUES.orders,
        args: [{ type, answer }],
        // What the others read of it.
        memo: { type, answer },
      });
      this.#asked = -Infinity;
      tell(log, 'octaneAway', { type, answer });
    } catch (error) {
      log.error('All of Octane seems to be away, and Temporal cannot be told', { error });
    }
  }

  async #ask(before: Promise<KnownOutage | undefined>): Promise<KnownOutage | undefined> {
    const { client } = Context.current();
    try {
      const known = await client.withDeadline(Date.now() + ANSWER_LIMIT, () => knownOutage(client));
      this.#told = performance.now();
      return known;
    } catch {
      return performance.now() < this.#told + BELIEVED ? before : undefined;
    }
  }
}
