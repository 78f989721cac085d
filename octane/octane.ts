import { addresses, type Addresses } from './addresses.ts';
import { appointments, type Appointments } from './appointments.ts';
import type { Outage, Outages } from '../contract/octane-outage.ts';
import { Circuit, NO_OUTAGES } from './circuit.ts';
import { customers, type Customers } from './customers.ts';
import { enquiries, type Enquiries } from './enquiries.ts';
import { OctaneHttp, type Deviation, type OctaneListeners, type OctaneSettings } from './http.ts';
import { orders, type Orders } from './orders.ts';
import { plans, type Plans } from './plans.ts';
import { probe, type Probe } from './probe.ts';
import { qualifications, type Qualifications } from './qualifications.ts';
import { services, type Services } from './services.ts';
import { Words } from './words.ts';

/** Octane, typed: one field for each resource. Every method throws an {@link OctaneError} when Octane did not do it. */
export interface Octane {
  addresses: Addresses;
  appointments: Appointments;
  customers: Customers;
  enquiries: Enquiries;
  orders: Orders;
  plans: Plans;
  qualifications: Qualifications;
  services: Services;
  /** What its words mean. */
  words: Words;
  /** Whether Octane is there at all; sent even while other calls are held back. */
  probe: Probe;
  /** The outage for which calls are held back; undefined when there is none. */
  outage: () => Promise<Outage | undefined>;
  /** Closes the idle connections. */
  close: () => void;
}

/**
 * @param outages - What is known of outages together with other processes. Default: nothing is, and every call is sent.
 * @param listeners - Told of every answer, and of every call. Default: none.
 */
export function createOctane(
  settings: OctaneSettings,
  onDeviation: (deviation: Deviation) => void,
  outages: Outages = NO_OUTAGES,
  listeners: OctaneListeners = {},
): Octane {
  const http = new OctaneHttp(settings, onDeviation, new Circuit(outages), listeners);
  const words = new Words(settings.words);
  const { timeZone } = settings;
  return {
    addresses: addresses(http),
    appointments: appointments(http, { words, timeZone }),
    customers: customers(http),
    enquiries: enquiries(http),
    orders: orders(http, { words, timeZone }),
    plans: plans(http),
    qualifications: qualifications(http),
    services: services(http),
    words,
    probe: probe(http),
    outage: () => outages.current(),
    close: () => {
      http.close();
    },
  };
}
