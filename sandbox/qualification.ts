import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { qualificationKey } from '../octane/order-detail.ts';
import type { qualificationAnswer } from '../octane/qualifications.ts';
import { addressString, STREET, SUBURB, type Location } from './location.ts';
import type { PlanCatalogue } from './plans.ts';
import type { Premises } from './premises.ts';
import { SERVICE_CLASSES, TECHNOLOGIES } from './technologies.ts';
import { iso } from './time.ts';

/** A qualification that was issued; an activation has to name its three ids. */
export interface QualificationRecord {
  ids: z.output<typeof qualificationKey>;
  location: Location;
  serviceClass: string;
}

export function qualify(location: Location, premises: Premises): QualificationRecord {
  return {
    ids: {
      remoteOrderId: randomUUID(),
      qualificationSearchId: randomUUID(),
      remoteQualificationSearchId: randomUUID(),
    },
    location,
    serviceClass: premises.serviceClass(location),
  };
}

/** As Perform Service Qualification Check answers it. */
export function qualificationView(
  { ids, location, serviceClass }: QualificationRecord,
  { premises, catalogue }: { premises: Premises; catalogue: PlanCatalogue },
  now: number,
): z.output<typeof qualificationAnswer> {
  const { technologyType } = location;
  const serviceable = location.readiness !== 'notServiceable';
  return {
    errorCode: 0,
    errorMessage: 'The check was done',
    success: true,
    response: {
      ...ids,
      productSelection: 'nbn',
      dateSubmitted: iso(now).slice(0, 10).split('-').reverse().join('-'),
      location: {
        id: location.id,
        addressString: addressString(location),
        streetNumber: String(location.house),
        street: `${STREET.name} ${STREET.type}`,
        ...SUBURB,
        state: 'Victoria',
        gpsLatitude: location.latitude,
        gpsLongitude: location.longitude,
        technologyType,
        technologyTypeDescription: TECHNOLOGIES[technologyType].description,
        serviceClass,
        serviceClassDescription: SERVICE_CLASSES[serviceClass]?.description,
        region: 'Urban',
        locationIdentifiers: { type: 'POI', id: '4BNB', name: 'Sampleton' },
      },
      product: {
        productName: 'tc4',
        productResult: serviceable ? 'Pass' : 'Fail',
        productResultReason: serviceable ? 'serviceable' : 'not serviceable: the network is only planned here',
        availablePlans: serviceable ? catalogue.availableOn(technologyType).map(({ planName }) => planName) : [],
        supportedProductFeatures: [
          { name: 'AuthenticationType', value: 'IPoE' },
          { name: 'IPType', value: 'Static' },
        ],
      },
      infrastructures: premises.infrastructures(location),
    },
  };
}
