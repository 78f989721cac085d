import { australianState, timeZoneOf } from '../../rules/calendar/states.ts';

const DEFAULT_STATE = 'NSW';

/** IANA name of the zone for times that belong to no service. */
export const DEFAULT_ZONE = timeZoneOf(DEFAULT_STATE);

/** Of an order's service; the default where its state is not known. */
export function zoneOfService(state: string | undefined): string {
  return timeZoneOf(australianState(state) ?? DEFAULT_STATE);
}
