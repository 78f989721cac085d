import { Context } from '@temporalio/activity';
import type { Octane } from '../octane/octane.ts';
import { invalidOrder } from './failures.ts';

export interface AddressActivities {
  /**
   * The one location that an address means.
   *
   * @throws ApplicationFailure `InvalidOrder` when there is none, or more than one; it names their ids, not the addresses.
   */
  findLocation: (address: { search: string }) => Promise<{ locationId: string }>;
}

export function addressActivities(octane: Octane): AddressActivities {
  return {
    findLocation: async ({ search }) => {
      const found = await octane.addresses.search(search, Context.current().cancellationSignal);
      const ids = found.flatMap(({ locationId }) => (locationId === undefined ? [] : [locationId]));
      const [locationId, ...others] = ids;
      if (locationId !== undefined && others.length === 0) return { locationId };
      const message =
        locationId === undefined
          ? 'no location has this address'
          : `several locations fit: ${ids.slice(0, 10).join(', ')}`;
      throw invalidOrder([{ path: 'address.search', message: `${message}; give address.locationId instead` }]);
    },
  };
}
