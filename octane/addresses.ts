import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import type { Lenient } from './lenient.ts';
import { once } from './lists.ts';
import { checked } from './request.ts';
import { addressDetail } from './shared-schemas.ts';

/** inferred: the query of Search for an Address. */
export const addressQuery = z.strictObject({ address: z.string().trim().min(1).max(200) });

/** inferred: a location that was found; documented is that a search gives unique location ids, and the address's form elsewhere. */
export const foundLocation = z.object({ locationId: z.string(), address: addressDetail.optional() });
export type FoundLocation = Lenient<z.output<typeof foundLocation>>;

/** inferred: the list itself, or `locations` in an envelope. */
export const locationList = z.array(foundLocation);

export interface Addresses {
  /**
   * inferred: the locations that an address in one line may mean, as a list or in an envelope. None: an empty list.
   *
   * @throws OctaneError `OctaneRefused` without a call when the text is empty or longer than 200 characters.
   */
  search: (address: string, signal?: AbortSignal) => Promise<FoundLocation[]>;
}

export function addresses(http: OctaneHttp): Addresses {
  return {
    search: async (address, signal) => {
      const query = checked('searchAddress', addressQuery, { address });
      const { rows } = await http.readList('searchAddress', locationList, { query, signal });
      return once(rows, ({ locationId }) => locationId);
    },
  };
}
