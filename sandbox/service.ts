import type { z } from 'zod';
import type { serviceDetail } from '../octane/services.ts';
import { addressView, infrastructureId, priId, type Location, type Place } from './location.ts';
import { iso } from './time.ts';

/** inferred: the words of a service's status. `Pending` until it is connected; `Cancelled` when it will never be connected. */
export type ServiceStatus = 'Pending' | 'Active' | 'Suspended' | 'Disconnected' | 'Cancelled';

/** An NBN service as the sandbox keeps it. Times are milliseconds since the epoch. */
export interface Service {
  readonly custNo: number;
  readonly lineSeqNo: number;
  readonly location: Location;
  /** undefined until its NTD or line is built. */
  place?: Place;
  planNo: number;
  status: ServiceStatus;
  shaped: boolean;
  readonly addedAt: number;
  readonly addedBy: string;
  modifiedAt: number;
  provisionedAt?: number;
  disconnectedAt?: number;
}

/** The service as Get Order Detail (NBN) and Get Service Detail answer it. */
export function serviceView(service: Service): z.output<typeof serviceDetail> {
  const { custNo, lineSeqNo, location, place, addedAt, addedBy } = service;
  const number = `${custNo}${String(lineSeqNo).padStart(3, '0')}`;
  const changed = { dateModified: iso(service.modifiedAt), userModified: addedBy };
  const added = { dateAdded: iso(addedAt), userAdded: addedBy };
  const provisioned = optionalIso(service.provisionedAt);
  return {
    custNo,
    lineSeqNo,
    phone_number: `N${number}`,
    usageType: 'NBN',
    subUsageType: 'NBN',
    lineType: 'R',
    ...added,
    ...changed,
    instance: [
      {
        serviceid: number,
        dateDeclared: iso(addedAt),
        dateProvisioned: provisioned,
        dateDisconnected: optionalIso(service.disconnectedAt),
        provisionStatus: provisioned ? 'Provisioned' : 'Not Provisioned',
        status: service.status,
        statusExtra: service.shaped ? 'Shaped' : undefined,
        ...added,
        ...changed,
      },
    ],
    serviceAgreement: { planNo: service.planNo, retailContractTerm: 1 },
    dataService: { username: `${number}@example.com`, ipType: 'Static', authenticationType: 'IPoE' },
    nbnService: {
      technologyType: location.technologyType,
      ...(place && {
        avcIdData: `AVC${number.padStart(12, '0')}`,
        ...(place.port !== undefined && { portIdData: String(place.port) }),
        infrastructureId: infrastructureId(place),
        pri: priId(place),
      }),
      poi: '4BNB',
      region: 'Urban',
      isNfas: false,
      hasNfasCommitment: false,
    },
    address: addressView(location),
    contact: { contactName: 'Test Person', contactPhone: '0400000000', contactEmail: `customer${custNo}@example.com` },
  };
}

function optionalIso(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : iso(epochMs);
}
