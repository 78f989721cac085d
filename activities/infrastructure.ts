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
  subOrderType: 'New' | 'Transfer';
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
   * Chooses by rule: a free port or line of existing equipment; else new equipment where the qualification offers it; else the
   * transfer of a used port or line, only with the waiver. The rule lives in an activity so that it can change while orders are open.
   *
   * @throws ApplicationFailure `InvalidOrder` when the wanted one is not offered, or only a transfer without a waiver is left.
   */
  chooseInfrastructure: (request: InfrastructureToChoose) => Promise<ChosenInfrastructure>;
}

/** A place to connect to: a port of an NTD, a copper line, or equipment yet to come. */
interface Place {
  offered: QualifiedInfrastructure;
  portId?: string;
  used: boolean;
}

export const infrastructureActivities: InfrastructureActivities = {
  // Temporal expects a promise of every activity; async also turns a throw into a rejection.
  // eslint-disable-next-line @typescript-eslint/require-await
  chooseInfrastructure: async ({ location, wanted, transfer }) => {
    const places = location.infrastructures.flatMap(placesOf).filter((place) => !wanted || isWanted(place, wanted));
    const place =
      places.find(({ used, offered }) => !used && !isNewEquipment(offered)) ??
      places.find(({ used }) => !used) ??
      places[0];
    if (!place) throw nothingOffered(location, wanted);
    const described = describe(place);
    const why = wanted ? `${described}, as the input asks` : `${described}, the first that the qualification offers`;
    if (!place.used) return { subOrderType: 'New', infrastructure: optionOf(place, wanted), why };
    if (transfer?.transferWaiverAccepted !== true) {
      throw invalidOrder([
        {
          path: 'transfer.transferWaiverAccepted',
          message: `must be true: only a transfer is possible (${described})`,
        },
      ]);
    }
    return {
      subOrderType: 'Transfer',
      infrastructure: {
        ...optionOf(place, wanted),
        transferWaiverAccepted: true,
        ...(transfer.potsWaiverAccepted !== undefined && { potsWaiverAccepted: transfer.potsWaiverAccepted }),
        ...(transfer.csn !== undefined && { csn: transfer.csn }),
      },
      why: `${why}; taken over with the transfer waiver`,
    };
  },
};

function placesOf(offered: QualifiedInfrastructure): Place[] {
  if (offered.ports.length === 0) return [{ offered, used: offered.lineInUse }];
  return offered.ports.map(({ portId, used }) => ({ offered, portId, used }));
}

function isNewEquipment({ infrastructureId }: QualifiedInfrastructure): boolean {
  return infrastructureId === 'NEW_INFRASTRUCTURE' || infrastructureId === 'SUBSEQUENT_INSTALL';
}

function isWanted({ offered, portId }: Place, wanted: NonNullable<ActivateInput['infrastructure']>): boolean {
  return (
    offered.infrastructureId === wanted.infrastructureId && (wanted.portId === undefined || portId === wanted.portId)
  );
}

function optionOf(
  { offered, portId }: Place,
  wanted: ActivateInput['infrastructure'],
): ChosenInfrastructure['infrastructure'] {
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

function describe({ offered, portId, used }: Place): string {
  if (isNewEquipment(offered)) return offered.infrastructureId;
  return `${used ? 'used' : 'free'} ${portId === undefined ? 'line' : `port ${portId}`} of ${offered.infrastructureId}`;
}

function nothingOffered(location: QualifiedLocation, wanted: ActivateInput['infrastructure']) {
  const offered = location.infrastructures.flatMap(placesOf).map(describe).join(', ') || 'nothing';
  if (wanted) {
    return invalidOrder([
      { path: 'infrastructure', message: `is not offered at ${location.locationId} (offered: ${offered})` },
    ]);
  }
  return finalFailure(
    'OrderRejected',
    `The qualification of ${location.locationId} offers no infrastructure to connect to.`,
  );
}
