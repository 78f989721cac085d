import type { ActivateInput } from '../contract/inputs.ts';
import { finalFailure, invalidOrder } from './failures.ts';
import type { QualifiedInfrastructure, QualifiedLocation } from './qualification.ts';

export interface InfrastructureToChoose {
  location: QualifiedLocation;
  /** What the caller wants instead of the rule's choice. */
  wanted?: ActivateInput['infrastructure'] | undefined;
  transfer?: ActivateInput['transfer'] | undefined;
}

export interface ChosenInfrastructure {
  subOrderType: 'New' | 'Transfer' | 'Transition';
  /** Of the equipment that is there; undefined: a line, equipment yet to come, or of a type that is not mapped. */
  generation?: 1 | 2;
  infrastructure: {
    infrastructureID: string;
    portID?: string;
    installOption: string;
    transferWaiverAccepted?: boolean;
    potsWaiverAccepted?: boolean;
    csn?: string;
  };
  /** A sentence for the timeline. */
  why: string;
}

export interface InfrastructureActivities {
  /**
   * Chooses by rule: a free port or line; else one that is in use, by transfer or transition; else new equipment. What somebody
   * has is taken over only with the waiver, and without it no technician is sent instead, unasked. The rule lives in an activity
   * so that it can change while orders are open.
   *
   * @throws ApplicationFailure `InvalidOrder` when the wanted one is not offered, or the waiver is missing.
   */
  chooseInfrastructure: (request: InfrastructureToChoose) => Promise<ChosenInfrastructure>;
}

/** What there is at a place; `legacy`: a copper line with a service from before nbn; `unclear`: Octane's word for it is not mapped. */
type Kind = 'free' | 'used' | 'legacy' | 'unclear' | 'SUBSEQUENT_INSTALL' | 'NEW_INFRASTRUCTURE';

/** The rule, and why it comes to each. */
const PREFERENCE: readonly { kind: Kind; because: string }[] = [
  { kind: 'free', because: 'the first that the qualification offers' },
  // It may be free, so nothing that costs more is taken in its place.
  { kind: 'unclear', because: 'because nothing is known of it' },
  { kind: 'used', because: 'taken over with the transfer waiver, because nothing is free' },
  { kind: 'legacy', because: 'taken over from before nbn, because nothing is free' },
  { kind: 'SUBSEQUENT_INSTALL', because: 'because nothing else is offered' },
  { kind: 'NEW_INFRASTRUCTURE', because: 'the first that the qualification offers' },
];

/** A place to connect to: a port of an NTD, a copper line, or equipment yet to come. */
interface Place {
  offered: QualifiedInfrastructure;
  portId?: string;
  /** Of an unclear place. */
  notMapped?: string;
  kind: Kind;
}

export const infrastructureActivities: InfrastructureActivities = {
  // Temporal expects a promise of every activity; async also turns a throw into a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  chooseInfrastructure: async ({ location, wanted, transfer }) => {
    const offered = location.infrastructures.flatMap(placesOf);
    const possible = wanted ? offered.filter((place) => isWanted(place, wanted)) : offered;
    for (const { kind, because } of PREFERENCE) {
      const place = possible.find((candidate) => candidate.kind === kind);
      if (!place) continue;
      if (place.kind === 'unclear') throw notUnderstood(location, place);
      const { generation } = place.offered;
      return {
        subOrderType: SUB_ORDER_TYPES[place.kind],
        ...(generation !== undefined && { generation }),
        infrastructure: { ...optionOf(place, wanted), ...waiversFor(place, offered, transfer) },
        why: `${describe(place)}, ${wanted ? 'as the input asks' : because}`,
      };
    }
    throw nothingOffered(location, offered, wanted);
  },
};

const SUB_ORDER_TYPES: Record<Exclude<Kind, 'unclear'>, ChosenInfrastructure['subOrderType']> = {
  free: 'New',
  used: 'Transfer',
  legacy: 'Transition',
  SUBSEQUENT_INSTALL: 'New',
  NEW_INFRASTRUCTURE: 'New',
};

function placesOf(offered: QualifiedInfrastructure): Place[] {
  const { infrastructureId, ports, line, lineNotMapped } = offered;
  if (infrastructureId === 'SUBSEQUENT_INSTALL' || infrastructureId === 'NEW_INFRASTRUCTURE') {
    return [{ offered, kind: infrastructureId }];
  }
  if (ports.length === 0) return [{ offered, ...clear(line, lineNotMapped) }];
  return ports.map(({ portId, used, notMapped }) => ({ offered, portId, ...clear(used ? 'used' : 'free', notMapped) }));
}

function clear(kind: Kind, notMapped: string | undefined): Pick<Place, 'kind' | 'notMapped'> {
  return notMapped === undefined ? { kind } : { kind: 'unclear', notMapped };
}

function isWanted({ offered, portId }: Place, wanted: NonNullable<ActivateInput['infrastructure']>): boolean {
  return (
    offered.infrastructureId === wanted.infrastructureId && (wanted.portId === undefined || portId === wanted.portId)
  );
}

function optionOf(
  { offered, portId }: Place,
  wanted: ActivateInput['infrastructure'],
): Pick<ChosenInfrastructure['infrastructure'], 'infrastructureID' | 'portID' | 'installOption'> {
  const installOption = wanted?.installOption ?? offered.installOptions[0];
  if (installOption === undefined) {
    throw finalFailure(
      'OctaneUnexpectedAnswer',
      `The qualification offers no install option for ${offered.infrastructureId}; name one in infrastructure.installOption.`,
    );
  }
  return {
    infrastructureID: offered.infrastructureId,
    ...(portId !== undefined && { portID: portId }),
    installOption,
  };
}

/** What a place that somebody has is taken over with: only what the input accepts. */
function waiversFor(
  place: Place,
  offered: Place[],
  transfer: ActivateInput['transfer'],
): Omit<ChosenInfrastructure['infrastructure'], 'infrastructureID' | 'portID' | 'installOption'> {
  const { transferWaiverAccepted, potsWaiverAccepted, csn } = transfer ?? {};
  const newEquipment = offered.filter(({ kind }) => isNewEquipment(kind)).map(describe);
  const orElse = newEquipment.length === 0 ? '' : `; or ask for infrastructure ${newEquipment.join(' or ')}`;
  switch (place.kind) {
    case 'used':
      if (transferWaiverAccepted === true) break;
      throw waiverMissing('transferWaiverAccepted', `must be true to take over the ${describe(place)}${orElse}`);
    case 'legacy':
      if (potsWaiverAccepted === true || csn !== undefined) break;
      throw waiverMissing(
        'potsWaiverAccepted',
        `must be true, or transfer.csn given, to take over the ${describe(place)}${orElse}`,
      );
    case 'free':
    case 'unclear':
    case 'SUBSEQUENT_INSTALL':
    case 'NEW_INFRASTRUCTURE':
      return {};
  }
  return {
    ...(transferWaiverAccepted === true && { transferWaiverAccepted }),
    ...(potsWaiverAccepted === true && { potsWaiverAccepted }),
    ...(csn !== undefined && { csn }),
  };
}

function waiverMissing(waiver: string, message: string) {
  return invalidOrder([{ path: `transfer.${waiver}`, message }]);
}

function isNewEquipment(kind: Kind): boolean {
  return kind === 'SUBSEQUENT_INSTALL' || kind === 'NEW_INFRASTRUCTURE';
}

function describe({ offered: { infrastructureId }, portId, kind }: Place): string {
  if (isNewEquipment(kind)) return infrastructureId;
  const what = portId === undefined ? 'line' : `port ${portId}`;
  return `${kind === 'legacy' ? 'pre-nbn' : kind} ${what} of ${infrastructureId}`;
}

function notUnderstood({ locationId }: QualifiedLocation, place: Place): Error {
  const what = `${describe(place)} has ${place.notMapped ?? 'no state'}`;
  return finalFailure(
    'OctaneUnexpectedAnswer',
    `The qualification of ${locationId} is not understood: ${what}. Or name another infrastructure in the input.`,
  );
}

function nothingOffered({ locationId }: QualifiedLocation, offered: Place[], wanted: ActivateInput['infrastructure']) {
  if (wanted) {
    const others = offered.map(describe).join(', ') || 'nothing';
    return invalidOrder([{ path: 'infrastructure', message: `is not offered at ${locationId} (offered: ${others})` }]);
  }
  return finalFailure('OrderRejected', `The qualification of ${locationId} offers no infrastructure to connect to.`);
}
