import { DateTime } from 'luxon';
import type { ServiceStatus } from '../contract/service-condition.ts';
import { isFilled } from './envelope.ts';
import type { ServiceDetail } from './services.ts';
import { notMapped, type Words } from './words.ts';

type Instance = NonNullable<ServiceDetail['instance']>[number];

/** The status of a service: that of its latest instance. `other` also for a word that is not mapped ({@link notMappedIn}). */
export function serviceStatusOf(service: ServiceDetail, words: Words): ServiceStatus {
  return words.meaning('serviceStatuses', latestInstance(service)?.status) ?? 'other';
}

/** Whether the speed of a service is shaped; undefined when its word for that is one that is not mapped. */
export function isShaped(service: ServiceDetail, words: Words): boolean | undefined {
  const { statusExtra } = latestInstance(service) ?? {};
  if (!isFilled(statusExtra)) return false;
  const meaning = words.meaning('serviceStatusExtras', statusExtra);
  return meaning && meaning === 'shaped';
}

/**
 * inferred: whether a service is one of nbn's: its `usageType` says so, or the documented `nbnService` block has something in it that
 * says more than yes or no. undefined when that is not known.
 */
export function isNbn({ usageType, nbnService }: ServiceDetail, words: Words): boolean | undefined {
  const meaning = words.meaning('usageTypes', usageType);
  if (meaning === 'NBN') return true;
  if (Object.values(nbnService ?? {}).some((value) => typeof value === 'string' && isFilled(value))) return true;
  if (meaning === 'other') return false;
  return usageType === undefined && nbnService ? true : undefined;
}

/** What is not mapped of a service's words, each as a phrase for a person; none when all of it is understood. */
export function notMappedIn(service: ServiceDetail, words: Words): { status?: string; extra?: string; usage?: string } {
  const { status, statusExtra } = latestInstance(service) ?? {};
  const line = `line ${service.lineSeqNo ?? '?'} has`;
  return {
    ...(words.meaning('serviceStatuses', status) === undefined && {
      status: `${line} ${notMapped('status', 'serviceStatuses', status)}`,
    }),
    ...(isShaped(service, words) === undefined && {
      extra: `${line} ${notMapped('statusExtra', 'serviceStatusExtras', statusExtra)}`,
    }),
    ...(isNbn(service, words) === undefined && {
      usage: `${line} ${notMapped('usageType', 'usageTypes', service.usageType)}`,
    }),
  };
}

/** The dates of an instance, best first. */
const DATES = ['dateAdded', 'dateDeclared', 'dateProvisioned', 'dateModified'] as const;

/** By the first kind of date that all instances have and that tells them apart; without one, the last of the list (inferred). */
function latestInstance({ instance: instances = [] }: ServiceDetail): Instance | undefined {
  for (const date of DATES) {
    const times = instances.map((instance) => timeOf(instance[date]));
    const latest = Math.max(...times);
    if (!Number.isNaN(latest) && times.filter((time) => time === latest).length === 1) {
      return instances[times.indexOf(latest)];
    }
  }
  return instances.at(-1);
}

/** For comparison only, so it does not matter in which zone a date without one is. */
function timeOf(text: string | undefined): number {
  return DateTime.fromISO(text?.trim().replace(' ', 'T') ?? '', { zone: 'utc' }).toMillis();
}
