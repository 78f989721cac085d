import { fieldsOf } from './plain-objects.ts';

/** The lock of a service: a workflow of this type with the id `nbn-service-<service>`, such as `nbn-service-customer-100001`. */
export const SERVICE_LOCK = 'serviceLock';

/** The messages that a lock takes. */
export const LOCK_MESSAGES = { join: 'join', release: 'release', state: 'state' } as const;

/** The query that an order answers with the services that it holds, and the one that it waits for. */
export const SERVICES_QUERY = 'services';

/** The id of the activity in which an order waits for a service. */
export function waitIdOf(service: string): string {
  return `await-${service}`;
}

/** An order that holds a service, or waits for it. */
export interface Claimant {
  /** The workflow id: whatever run of it is open holds what this order holds. */
  order: string;
  /** The first run of its chain: a reset or continued run has the same one, an order that was started again has another. */
  chain: string;
  /** ISO 8601: when the order began, which is its place in the queue. */
  since: string;
}

/** Who holds a service. It is the lock's memo too, so that it can be read without a worker. */
export interface Holding {
  holder: Claimant;
  /** ISO 8601. */
  heldSince: string;
}

/** What a lock knows; a run hands it to the run that continues it. */
export interface LockState {
  service: string;
  holding?: Holding;
  queue: Claimant[];
}

/** The type of the failure that says that an order has to queue again. It never leaves the workflow. */
export const SERVICE_LOST = 'ServiceLost';

/** The two kinds of service that an order can lock. An activation locks a location before its customer, so that no two orders wait for each other. */
export const serviceOf = {
  customer: (custNo: number) => `customer-${custNo}`,
  location: (locationId: string) => `location-${locationId}`,
} as const;

/** The customer whose services a lock is for; undefined when it is for a location. */
export function customerOf(service: string): string | undefined {
  return /^customer-(\d+)$/.exec(service)?.[1];
}

export function lockIdOf(service: string): string {
  return `nbn-service-${service}`;
}

/** An order's workflow id, such as `nbn-order-CRM-1`. */
const ORDER = /^nbn-order-[\w.-]{1,100}$/;
const RUN = /^[\w-]{1,64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]{5,20}Z$/;

/** Whether a message names an order that can hold a service. Any other would block the service for ever. */
export function isClaimant(value: unknown): value is Claimant {
  const { order, chain, since } = fieldsOf(value);
  return matches(ORDER, order) && matches(RUN, chain) && matches(INSTANT, since);
}

export function isHolding(value: unknown): value is Holding {
  const { holder, heldSince } = fieldsOf(value);
  return isClaimant(holder) && matches(INSTANT, heldSince);
}

export function isLockState(value: unknown): value is LockState {
  const { service, holding, queue } = fieldsOf(value);
  return (
    typeof service === 'string' &&
    (holding === undefined || isHolding(holding)) &&
    Array.isArray(queue) &&
    queue.every(isClaimant)
  );
}

function matches(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}

/** The queue with one more claimant: in order of arrival, each order once. */
export function joined(queue: readonly Claimant[], { order, chain, since }: Claimant): Claimant[] {
  return [...queue.filter((other) => other.order !== order), { order, chain, since }].toSorted((one, other) =>
    one.since.localeCompare(other.since),
  );
}
