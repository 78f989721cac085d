import type { z } from 'zod';
import type { addressDetail } from '../octane/shared-schemas.ts';
import type { Generation } from './equipment.ts';
import { SERVICE_CLASSES, TECHNOLOGIES, type ServiceClass, type TechnologyType } from './technologies.ts';

/** A location of the sandbox. Everything about it is derived from the digits of its id, as in the vendor's test data. */
export interface Location {
  id: string;
  /** The twelve digits as a number. */
  digits: number;
  /** The house number, which is also the last four digits. */
  house: number;
  latitude: string;
  longitude: string;
  technologyType: TechnologyType;
  /** The nbn service class when the sandbox starts, and what it says about the equipment. */
  serviceClass: string;
  readiness: ServiceClass['readiness'];
  /** Of the NTD that is there when the sandbox starts. */
  generation: Generation;
  /** Another provider takes port 1 right after the first qualification. */
  contested: boolean;
}

export const STREET = { name: 'Sample', type: 'Street' };
export const SUBURB = { suburb: 'Sampleton', postcode: '3999' };

/** undefined when the id is not LOC and twelve digits. */
export function locationOf(id: string): Location | undefined {
  const [, digits, prefix, house] = /^LOC((\d{4})\d{4}(\d{4}))$/.exec(id) ?? [];
  if (digits === undefined || prefix === undefined || house === undefined) return undefined;
  const { serviceClass, generation } = patternOf(house);
  const known = SERVICE_CLASSES[serviceClass];
  if (!known) throw new Error(`Service class ${serviceClass} is in no table.`);
  return {
    id,
    digits: Number(digits),
    house: Number(house),
    latitude: `-33.${prefix}${house}`,
    longitude: `151.${prefix}${house}`,
    technologyType: known.technologyType,
    serviceClass,
    readiness: known.readiness,
    generation,
    contested: house === '0002',
  };
}

/** What the four digits of the house number mean; docs/sandbox.md has the table. */
function patternOf(house: string): { serviceClass: string; generation: Generation } {
  if (house === '0000') return { serviceClass: '0', generation: 1 };
  if (house === '0001') return { serviceClass: '1', generation: 1 };
  const [, thousands, digits] = /^([78])(\d\d)\d$/.exec(house) ?? [];
  const serviceClass = String(Number(digits));
  if (!Object.hasOwn(SERVICE_CLASSES, serviceClass)) return { serviceClass: '3', generation: 1 };
  return { serviceClass, generation: thousands === '8' ? 2 : 1 };
}

/** The location of a customer that the sandbox starts with. */
export function seededLocation(custNo: number, lineSeqNo: number): string {
  return `LOC3802${String(custNo * 10 + lineSeqNo).padStart(8, '0')}`;
}

export function infrastructureId({ location, unit }: Pick<Place, 'location' | 'unit'>): string {
  const kind = TECHNOLOGIES[location.technologyType].ports === 'copper' ? 'CPI' : 'NTD';
  return `${kind}${twelve(location.digits + 10_000 * unit)}`;
}

export function priId({ location, unit, port = 1 }: Place): string {
  return `PRI${twelve(location.digits + 10_000 * unit + 100_000 * port)}`;
}

function twelve(digits: number): string {
  return String(digits % 1e12).padStart(12, '0');
}

export function addressString({ house }: Location): string {
  return `${house} ${STREET.name} ${STREET.type}, ${SUBURB.suburb} VIC ${SUBURB.postcode}`;
}

/** The address as an order and a service show it. */
export function addressView(location: Location): z.output<typeof addressDetail> {
  return {
    addressID: location.id,
    addressString: addressString(location),
    streetNoFrom: String(location.house),
    streetName: STREET.name,
    streetType: STREET.type,
    ...SUBURB,
    state: 'VIC',
    countryCode: 'AU',
  };
}

/** Where a service is connected: a port of an NTD, or a copper line. */
export interface Place {
  location: Location;
  /** 1 for the location's first NTD or line, 2 for the next. */
  unit: number;
  /** From 1; undefined for a copper line. */
  port?: number;
}
