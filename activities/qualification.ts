import { Context } from '@temporalio/activity';
import type { Octane } from '../octane/octane.ts';
import { ntdGenerationOf, type Infrastructure } from '../octane/qualifications.ts';
import { isFilled } from '../octane/envelope.ts';
import { notMapped, type Words } from '../octane/words.ts';
import { finalFailure } from './failures.ts';

/** What a service qualification promises, without the address. */
export interface QualifiedLocation {
  locationId: string;
  serviceClass: string;
  technologyType?: string;
  /** Of Australia, whose business days count. */
  state?: string;
  qualification: { remoteQualificationSearchId: string; qualificationSearchId: string; remoteOrderId: string };
  infrastructures: QualifiedInfrastructure[];
  /** ISO 8601: an order is not placed with it later. */
  freshUntil: string;
  /** By name; undefined when the qualification does not say. */
  availablePlans?: string[];
}

export interface QualifiedInfrastructure {
  /** NTD…, CPI…, SUBSEQUENT_INSTALL or NEW_INFRASTRUCTURE. */
  infrastructureId: string;
  installOptions: string[];
  ports: {
    portId: string;
    used: boolean;
    /** What is not mapped of it, as a phrase: then it is neither free nor used. */
    notMapped?: string;
  }[];
  /** With a copper line: whether somebody's service is on it; `legacy`: one from before nbn. */
  line: 'free' | 'used' | 'legacy';
  /** As for a port. */
  lineNotMapped?: string;
  /** Of an NTD; undefined when its type is not mapped. */
  generation?: 1 | 2;
}

export interface QualificationActivities {
  /** @throws ApplicationFailure `OrderRejected` when nbn cannot serve the location. */
  qualifyService: (location: { locationId: string; csn?: string | undefined }) => Promise<QualifiedLocation>;
}

/** Locations of these service classes are planned, not built: no order can be placed (inferred from nbn's classes). */
const NOT_ORDERABLE = ['0', '4', '7', '10', '20', '30'];

export interface QualificationSettings {
  /** Milliseconds for which a service qualification counts. */
  qualificationFreshness: number;
}

export function qualificationActivities(
  octane: Octane,
  { qualificationFreshness }: QualificationSettings,
): QualificationActivities {
  return {
    qualifyService: async ({ locationId, csn }) => {
      const { cancellationSignal, info } = Context.current();
      const { words } = octane;
      const answer = await octane.qualifications.check({ locationId, csn }, cancellationSignal);
      const { location, product, remoteQualificationSearchId, qualificationSearchId, remoteOrderId } = answer;
      const serviceClass = location?.serviceClass;
      const { productResult } = product ?? {};
      const result = words.meaning('qualificationResults', productResult);
      if (isFilled(productResult) && result === undefined) {
        const what = notMapped('productResult', 'qualificationResults', productResult);
        throw finalFailure('OctaneUnexpectedAnswer', `The qualification of ${locationId} has ${what}.`);
      }
      if (result === 'fail' || (serviceClass !== undefined && NOT_ORDERABLE.includes(serviceClass))) {
        throw finalFailure(
          'OrderRejected',
          `Location ${locationId} cannot be served: ${product?.productResultReason ?? 'no reason given'} (service class ${serviceClass ?? 'unknown'}).`,
        );
      }
      if (!serviceClass || !remoteQualificationSearchId || !qualificationSearchId || !remoteOrderId) {
        throw finalFailure(
          'OctaneUnexpectedAnswer',
          `The qualification of ${locationId} lacks its service class or one of its three ids, so no order can be placed with it.`,
        );
      }
      return {
        locationId,
        serviceClass,
        freshUntil: new Date(info.currentAttemptScheduledTimestampMs + qualificationFreshness).toISOString(),
        ...(location.state && { state: location.state }),
        ...(location.technologyType && { technologyType: location.technologyType }),
        qualification: { remoteQualificationSearchId, qualificationSearchId, remoteOrderId },
        ...(product?.availablePlans && { availablePlans: product.availablePlans }),
        infrastructures: (answer.infrastructures ?? []).flatMap((offered) => qualifiedInfrastructure(offered, words)),
      };
    },
  };
}

/** None without an id, by which an order would have to name it. */
function qualifiedInfrastructure(offered: Infrastructure, words: Words): QualifiedInfrastructure[] {
  const { id, installOptions = [], ntdPort = [] } = offered;
  if (id === undefined) return [];
  const generation = ntdGenerationOf(offered);
  return [
    {
      infrastructureId: id,
      installOptions,
      ports: ntdPort.flatMap(({ portId, status }) => {
        if (portId === undefined) return [];
        const state = words.meaning('portStates', status);
        const unclear = state === undefined && { notMapped: notMapped('status', 'portStates', status) };
        return [{ portId, used: state === 'used', ...unclear }];
      }),
      ...lineOf(offered, words),
      ...(generation && { generation }),
    },
  ];
}

/** Of a copper line one of the two is set. Where neither is, nothing is said of anybody's service. */
function lineOf(
  { serviceStatus, copperPairStatus }: Infrastructure,
  words: Words,
): Pick<QualifiedInfrastructure, 'line' | 'lineNotMapped'> {
  if (words.meaning('lineStates', copperPairStatus) === 'used') return { line: 'legacy' };
  if (words.meaning('lineStates', serviceStatus) === 'used') return { line: 'used' };
  const unclear = Object.entries({ serviceStatus, copperPairStatus }).filter(
    ([, word]) => isFilled(word) && words.meaning('lineStates', word) === undefined,
  );
  const [first] = unclear.map(([field, word]) => notMapped(field, 'lineStates', word));
  return { line: 'free', ...(first !== undefined && { lineNotMapped: first }) };
}
