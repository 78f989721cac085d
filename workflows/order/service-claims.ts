import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Claim, ServiceClaim } from '../../activities/service-locks.ts';
import { serviceLocks } from './capabilities.ts';
import { publishEvents } from './events.ts';
import type { OrderState } from './order-state.ts';

/** Waits until the order holds a service; it holds it until it ends, or wants another one instead. */
export async function takeService(state: OrderState, service: string): Promise<void> {
  const { record } = state;
  const known = record.services.find((other) => other.service === service);
  if (known?.isConfirmed) return;
  const wanted = claimOf(service);
  let claimed = known && (await claimNow(wanted));
  if (!claimed?.held) {
    // From before it started over: no order may hold one while it waits for one that comes first (contract/service-lock.ts).
    await releaseServices(state, ({ isConfirmed }) => !isConfirmed);
    record.services.push({ service, isConfirmed: false });
    claimed = await claimNow(wanted);
  }
  const held = claimed?.held ? claimed : await waitFor(state, wanted, claimed?.heldBy ?? 'another order');
  record.services = [...record.services.filter((other) => other.service !== service), { service, isConfirmed: true }];
  // The patience of an earlier chain is not this one's.
  const since = held.byEarlierChain ? (record.patientSince ?? wanted.at) : held.since;
  if (record.patientSince === undefined || record.patientSince < since) record.patientSince = since;
}

/** undefined when it could not be told in time, which says nothing: then the order waits. */
async function claimNow(wanted: ServiceClaim): Promise<Claim | undefined> {
  try {
    return await serviceLocks.claim(wanted);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return undefined;
  }
}

async function waitFor(state: OrderState, wanted: ServiceClaim, heldBy: string) {
  state.show({ state: 'waiting', waitingFor: 'service', heldBy }, `Waiting for the service, which ${heldBy} holds`);
  await publishEvents(state.record);
  const held = await serviceLocks.await(wanted);
  state.show({ state: 'placing', waitingFor: 'octane', heldBy: undefined }, 'It is this order’s turn');
  return held;
}

/** Gives services back. A lock that cannot be told notices by itself that the order has ended. */
export async function releaseServices(
  { record }: OrderState,
  isMeant: (held: OrderState['record']['services'][number]) => boolean = () => true,
): Promise<void> {
  for (const { service } of record.services.filter(isMeant).toReversed()) {
    await serviceLocks.release(claimOf(service)).catch(() => undefined);
  }
  record.services = record.services.filter((held) => !isMeant(held));
}

/** For an activity that sends something only while the order holds its services. */
export function claimsOf({ record }: OrderState): ServiceClaim[] {
  return record.services.map(({ service }) => claimOf(service));
}

function claimOf(service: string): ServiceClaim {
  const { workflowId, firstExecutionRunId, startTime } = workflowInfo();
  const claimant = { order: workflowId, chain: firstExecutionRunId, since: startTime.toISOString() };
  return { service, claimant, at: new Date().toISOString() };
}
