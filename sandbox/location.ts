import type { z } from 'zod';
import type { addressDetail } from '../octane/shared-schemas.ts';

/** A location of the sandbox. Everything about it is derived from the digits of its id, as in the vendor's test data. */
export interface Location {
  id: string;
  /** The twelve digits as a number. */
  digits: number;
  /** The house number, which is also the last four digits. */
  house: number;
  latitude: string;
  longitude: string;
  /** What is there when the sandbox starts. */
  readiness: 'notServiceable' | 'nothingBuilt' | 'ready';
}

export const STREET = { name: 'Sample', type: 'Street' };
export const SUBURB = { suburb: 'Sampleton', postcode: '3999' };

/** undefined when the id is not LOC and twelve digits. */
export function locationOf(id: string): Location | undefined {
  const [, digits, prefix, house] = /^LOC((\d{4})\d{4}(\d{4}))$/.exec(id) ?? [];
  if (digits === undefined || prefix === undefined || house === undefined) return undefined;
  return {
    id,
    digits: Number(digits),
    house: Number(house),
    latitude: `-33.${prefix}${house}`,
    longitude: `151.${prefix}${house}`,
    readiness: house === '0000' ? 'notServiceable' : house === '0001' ? 'nothingBuilt' : 'ready',
  };
}

/** The location of a customer that the sandbox starts with. */
export function seededLocation(custNo: number, lineSeqNo: number): string {
  return `LOC3802${String(custNo * 10 + lineSeqNo).padStart(8, '0')}`;
}

export function ntdId({ location, ntd }: Pick<Place, 'location' | 'ntd'>): string {
  return `NTD${twelve(location.digits + 10_000 * ntd)}`;
}

export function priId({ location, ntd, port }: Place): string {
  return `PRI${twelve(location.digits + 10_000 * ntd + 100_000 * port)}`;
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

/** A port of an NTD: where a service is connected. */
export interface Place {
  location: Location;
  /** 1 for the location's first NTD, 2 for the next. */
  ntd: number;
  /** 1 to 4. */
  port: number;
}
