import { Context } from '@temporalio/activity';
import { SERVICE_LOST } from '../contract/service-lock.ts';
import type { EarlierRun, Executions } from '../temporal/executions.ts';
import { nothingSent, surelyOver, type CreateSettings } from './create-once.ts';
import { finalFailure } from './failures.ts';
import { heldServices, type ServiceClaim } from './service-locks.ts';

/** What earlier runs of this order's reference may have created, as far as Temporal's list and the locks know. */
export interface EarlierAttempts {
  /** Those that Temporal still lists. A deleted one is not there, but the lock may remember it. */
  runs: EarlierRun[];
  /** Milliseconds since the epoch: when the calls of those that may have created something unknown were surely over. */
  doubts: number[];
  /** Milliseconds since the epoch: when the first of those began; Infinity without one. */
  doubtedSince: number;
  isServiceLost: boolean;
}

export type EarlierAttemptsSettings = CreateSettings & {
  executions: Executions;
  /** Temporal was restored as it was at `from`, the moment of the backup, and runs since `until`; ISO 8601. */
  restored?: { from: string; until: string } | undefined;
};

/** @param leftNothingBy - ISO 8601: runs that had closed by then left nothing. */
export async function earlierAttempts(
  services: readonly ServiceClaim[],
  settings: EarlierAttemptsSettings,
  leftNothingBy?: string,
): Promise<EarlierAttempts> {
  const { client, info } = Context.current();
  const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
  const claims = await heldServices(settings.executions, services);
  const after = leftNothingBy === undefined ? -Infinity : Date.parse(leftNothingBy);
  const counts = ({ closedAt }: { closedAt: string }) => Date.parse(closedAt) > after;
  const runs = (await settings.executions.earlierRuns(client, workflowId, runId)).filter(counts);
  // Such a run ended before this order began.
  const deleted = services.flatMap(({ claimant }, index) => {
    const claim = claims?.[index];
    return claim?.byEarlierChain ? [{ startedAt: claim.since, closedAt: claimant.since }] : [];
  });
  const doubtful = [...runs.filter(({ inDoubt }) => inDoubt), ...deleted.filter(counts)];
  return {
    runs,
    doubts: doubtful.map((run) => surelyOver(run, settings)),
    doubtedSince: Math.min(...doubtful.map(({ startedAt }) => Date.parse(startedAt))),
    isServiceLost: claims === undefined,
  };
}

/**
 * As {@link earlierAttempts}, right before something is created.
 *
 * @throws ApplicationFailure {@link SERVICE_LOST} when another order holds a service by now.
 */
export async function attemptsBefore(
  services: readonly ServiceClaim[],
  settings: EarlierAttemptsSettings,
): Promise<EarlierAttempts> {
  const earlier = await earlierAttempts(services, settings).catch(() =>
    Promise.reject(nothingSent("Temporal's list of earlier runs, or a lock, cannot be read.")),
  );
  if (earlier.isServiceLost) throw finalFailure(SERVICE_LOST, 'Another order holds the service by now');
  const { restored } = settings;
  if (!restored) return earlier;
  // What Temporal has forgotten may have created it as well.
  return {
    ...earlier,
    doubts: [...earlier.doubts, surelyOver({ closedAt: restored.until }, settings)],
    doubtedSince: Math.min(earlier.doubtedSince, Date.parse(restored.from)),
  };
}
