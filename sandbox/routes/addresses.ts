import { addressQuery } from '../../octane/addresses.ts';
import { json } from '../answer.ts';
import type { Handlers } from '../call.ts';
import { addressView, locationOf, STREET } from '../location.ts';
import { requestOf } from '../refusal.ts';

/** Found when the text names the street without a house number. */
const SOME_HOUSES = ['0995', '0998', '0999'];

export function addressRoutes(): Handlers<'searchAddress'> {
  return {
    searchAddress: ({ query }) => {
      const { address } = requestOf(addressQuery, query);
      const locations = locationIdsOf(address).map((id) => {
        const location = locationOf(id);
        if (!location) throw new Error(`${id} is no location.`);
        return { locationId: id, address: addressView(location) };
      });
      return json({ locations });
    },
  };
}

/** `3/7110 Sample Street` is house 7110 in area 3; without a unit, area 0. */
function locationIdsOf(address: string): string[] {
  const [house, unit = '0'] = (/(?:(\d{1,4})\s*\/\s*)?(\d{1,4})\b/.exec(address) ?? []).slice(1).toReversed();
  if (!new RegExp(`\\b${STREET.name}\\b`, 'i').test(address)) return [];
  const houses = house === undefined ? SOME_HOUSES : [house.padStart(4, '0')];
  return houses.map((digits) => `LOC3801${unit.padStart(4, '0')}${digits}`);
}
