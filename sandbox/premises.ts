import type { z } from 'zod';
import type { qualificationAnswer } from '../octane/qualifications.ts';
import { ntdView, type Generation } from './equipment.ts';
import { infrastructureId, priId, type Location, type Place } from './location.ts';
import type { Service } from './service.ts';
import { TECHNOLOGIES } from './technologies.ts';

type Infrastructure = NonNullable<z.output<typeof qualificationAnswer>['response']['infrastructures']>[number];

/** inferred: the word for a port without a service. */
const FREE = 'Not Used';
const USED = 'Used';

/** What is built at the locations, and what is in use. The digits of a location say what is there at first; orders change it. */
export class Premises {
  /** Who uses the ports and lines that have changed, by {@link keyOf}; `USED`: another provider. */
  readonly #occupants = new Map<string, Service | typeof FREE | typeof USED>();
  /** How many NTDs or lines orders have added, by location id. */
  readonly #added = new Map<string, number>();
  /** The NTDs that were swapped for one of the second generation, by {@link unitKeyOf}. */
  readonly #swapped = new Set<string>();
  /** Where a technician has done the jumpering, by location id. */
  readonly #jumpered = new Set<string>();

  serviceClass(location: Location): string {
    const everythingThere = location.readiness !== 'notServiceable' && this.#units(location).length > 0;
    return everythingThere && !this.#needsJumpering(location)
      ? TECHNOLOGIES[location.technologyType].readyClass
      : location.serviceClass;
  }

  /** As a qualification offers them. A further NTD or line is offered only where none is free. */
  infrastructures(location: Location): Infrastructure[] {
    if (location.readiness === 'notServiceable') return [];
    const units = this.#units(location);
    const offers = units.map((unit) => this.#offer(location, unit));
    if (units.some((unit) => placesOf(location, unit).some((place) => !this.isUsed(place)))) return offers;
    const id = units.length === 0 ? 'NEW_INFRASTRUCTURE' : 'SUBSEQUENT_INSTALL';
    return [...offers, { id, installOptions: ['nbn-tech'] }];
  }

  /** The port or line by the ids that an order names; undefined when it is not there. */
  find(location: Location, id: string, portId: string | undefined): Place | undefined {
    return this.#units(location)
      .flatMap((unit) => placesOf(location, unit))
      .find((place) => infrastructureId(place) === id && place.port?.toString() === portId);
  }

  isUsed(place: Place): boolean {
    const changed = this.#occupants.get(keyOf(place));
    return changed === undefined ? usedFromTheStart(place) : changed !== FREE;
  }

  /** True of a copper line with a service from before nbn. */
  isLegacy(place: Place): boolean {
    return place.port === undefined && !this.#occupants.has(keyOf(place)) && legacyFromTheStart(place);
  }

  /** The sandbox's own service on a port or line; undefined when it is free or another provider's. */
  occupant(place: Place): Service | undefined {
    const changed = this.#occupants.get(keyOf(place));
    return changed === FREE || changed === USED ? undefined : changed;
  }

  occupy(place: Place, service: Service): void {
    this.#occupants.set(keyOf(place), service);
    this.#jumpered.add(place.location.id);
  }

  release(place: Place): void {
    this.#occupants.set(keyOf(place), FREE);
  }

  /** Another provider connects a service, unless the place has already changed. */
  takeByOthers(place: Place): void {
    if (!this.#occupants.has(keyOf(place))) this.#occupants.set(keyOf(place), USED);
  }

  /** Builds another NTD, which is of the second generation, or another line. @returns its first place. */
  build(location: Location): Place {
    this.#added.set(location.id, (this.#added.get(location.id) ?? 0) + 1);
    const [place] = placesOf(location, this.#units(location).length);
    if (!place) throw new Error('Every NTD has a port.');
    return place;
  }

  /** undefined for copper. */
  generation({ location, unit, port }: Place): Generation | undefined {
    if (port === undefined) return undefined;
    const fromTheStart = unit === 1 && location.readiness === 'ready';
    return fromTheStart && !this.#swapped.has(unitKeyOf({ location, unit })) ? location.generation : 2;
  }

  swapForSecondGeneration(place: Place): void {
    this.#swapped.add(unitKeyOf(place));
  }

  #needsJumpering({ id, readiness }: Location): boolean {
    return readiness === 'jumpering' && !this.#jumpered.has(id);
  }

  #units({ id, readiness }: Location): number[] {
    const fromTheStart = readiness === 'ready' || readiness === 'jumpering' ? 1 : 0;
    const length = fromTheStart + (this.#added.get(id) ?? 0);
    return Array.from({ length }, (_, index) => index + 1);
  }

  #offer(location: Location, unit: number): Infrastructure {
    const installOptions = [this.#needsJumpering(location) ? 'nbn-tech' : 'nbn-no-action'];
    const id = infrastructureId({ location, unit });
    const places = placesOf(location, unit);
    const [first] = places;
    const generation = first && this.generation(first);
    if (generation === undefined) return { id, ...this.#lineStatus({ location, unit }), installOptions };
    return {
      id,
      ...ntdView(location.technologyType, generation),
      ntdPort: places.map((place) => ({
        portId: String(place.port),
        portName: `${place.port}-UNI-D${place.port}`,
        uniType: 'UNI-D',
        status: this.isUsed(place) ? USED : FREE,
        ...(this.isUsed(place) && {
          fee: { type: 'SERVICE_TRANSFER_FEE', chargeAmount: 5.5 },
          referencedData: { productInstanceId: priId(place), serviceProviderId: '9999' },
        }),
      })),
      installOptions,
    };
  }

  /** inferred: the first status when nbn has the line, the second when a service from before nbn uses it. */
  #lineStatus(place: Place): Pick<Infrastructure, 'serviceStatus' | 'copperPairStatus'> {
    if (this.isLegacy(place)) return { copperPairStatus: 'Active' };
    return { serviceStatus: this.isUsed(place) ? 'Line In Use' : 'Line Not In Use' };
  }
}

function placesOf(location: Location, unit: number): Place[] {
  const { ports } = TECHNOLOGIES[location.technologyType];
  return ports === 'copper' ? [{ location, unit }] : ports.map((port) => ({ location, unit, port }));
}

/** The house number's last digit: 8 says that port 1 or the line is in use, 9 that all ports are. */
function usedFromTheStart({ location, unit, port = 1 }: Place): boolean {
  const lastDigit = location.digits % 10;
  return unit === 1 && (lastDigit === 9 || (lastDigit === 8 && port === 1));
}

/** With copper, 9 says that a service from before nbn is on the line. */
function legacyFromTheStart({ location, unit }: Place): boolean {
  return unit === 1 && location.digits % 10 === 9;
}

function keyOf(place: Place): string {
  return `${unitKeyOf(place)}/${place.port ?? 'line'}`;
}

function unitKeyOf({ location, unit }: Pick<Place, 'location' | 'unit'>): string {
  return `${location.id}/${unit}`;
}
