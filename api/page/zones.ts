import { australianState, timeZoneOf } from '../../rules/calendar/states.ts';

/** IANA name of the zone for times that belong to no service. */
export const DEFAULT_ZONE = timeZoneOf('NSW');

/** Of an order's service; the default where its state is not known. */
export function zoneOfService(state: string | undefined): string {
  const known = australianState(state);
  return known === undefined ? DEFAULT_ZONE : timeZoneOf(known);
}
