import type { z } from 'zod';
import type { qualificationAnswer } from '../octane/qualifications.ts';
import { ntdId, priId, type Location, type Place } from './location.ts';
import type { Service } from './service.ts';

type Infrastructure = NonNullable<z.output<typeof qualificationAnswer>['response']['infrastructures']>[number];

const PORTS = [1, 2, 3, 4];

/** inferred: the word for a port without a service. */
const FREE = 'Not Used';

/** What is built at the locations and which ports are in use: their digits say how it began, orders change it. */
export class Premises {
  /** The ports that orders have changed, by {@link keyOf}. */
  readonly #ports = new Map<string, Service | typeof FREE>();
  /** How many NTDs orders have added, by location id. */
  readonly #added = new Map<string, number>();

  /** The nbn service class: 0 planned, 1 nothing built, 3 ready. */
  serviceClass(location: Location): '0' | '1' | '3' {
    if (location.readiness === 'notServiceable') return '0';
    return this.#ntds(location).length > 0 ? '3' : '1';
  }

  /** As a qualification offers them. A new NTD is on offer only where no port is free. */
  infrastructures(location: Location): Infrastructure[] {
    if (location.readiness === 'notServiceable') return [];
    const ntds = this.#ntds(location);
    const places = ntds.flatMap((ntd) => PORTS.map((port) => ({ location, ntd, port })));
    const offers = ntds.map((ntd) => this.#offer(location, ntd));
    if (places.some((place) => !this.isUsed(place))) return offers;
    const id = ntds.length === 0 ? 'NEW_INFRASTRUCTURE' : 'SUBSEQUENT_INSTALL';
    return [...offers, { id, installOptions: ['nbn-tech'] }];
  }

  /** The port by the ids that an order names; undefined when it is not there. */
  find(location: Location, infrastructureId: string, portId: string | undefined): Place | undefined {
    const ntd = this.#ntds(location).find((number) => ntdId({ location, ntd: number }) === infrastructureId);
    const port = PORTS.find((number) => String(number) === portId);
    return ntd === undefined || port === undefined ? undefined : { location, ntd, port };
  }

  isUsed(place: Place): boolean {
    const changed = this.#ports.get(keyOf(place));
    return changed === undefined ? usedFromTheStart(place) : changed !== FREE;
  }

  /** The sandbox's own service on a port; undefined when it is free or another provider's. */
  occupant(place: Place): Service | undefined {
    const changed = this.#ports.get(keyOf(place));
    return changed === FREE ? undefined : changed;
  }

  occupy(place: Place, service: Service): void {
    this.#ports.set(keyOf(place), service);
  }

  release(place: Place): void {
    this.#ports.set(keyOf(place), FREE);
  }

  /** Builds another NTD. @returns its first port. */
  build(location: Location): Place {
    this.#added.set(location.id, (this.#added.get(location.id) ?? 0) + 1);
    return { location, ntd: this.#ntds(location).length, port: 1 };
  }

  #ntds({ id, readiness }: Location): number[] {
    const length = (readiness === 'ready' ? 1 : 0) + (this.#added.get(id) ?? 0);
    return Array.from({ length }, (_, index) => index + 1);
  }

  #offer(location: Location, ntd: number): Infrastructure {
    return {
      id: ntdId({ location, ntd }),
      ntdType: 'INTERNAL',
      ntdPowerType: 'AC',
      batteryPowerUnit: 'No',
      ntdLocation: 'INDOOR',
      ntdPort: PORTS.map((port) => {
        const place = { location, ntd, port };
        return {
          portId: String(port),
          portName: `${port}-UNI-D${port}`,
          uniType: 'UNI-D',
          status: this.isUsed(place) ? 'Used' : FREE,
          ...(this.isUsed(place) && {
            fee: { type: 'SERVICE_TRANSFER_FEE', chargeAmount: 5.5 },
            referencedData: { productInstanceId: priId(place), serviceProviderId: '9999' },
          }),
        };
      }),
      installOptions: ['nbn-no-action'],
    };
  }
}

/** The house number's last digit: 8 says that port 1 is in use, 9 that all are. */
function usedFromTheStart({ location, ntd, port }: Place): boolean {
  const lastDigit = location.digits % 10;
  return ntd === 1 && (lastDigit === 9 || (lastDigit === 8 && port === 1));
}

function keyOf({ location, ntd, port }: Place): string {
  return `${location.id}/${ntd}/${port}`;
}
