import { addresses, type Addresses } from './addresses.ts';
import { appointments, type Appointments } from './appointments.ts';
import { customers, type Customers } from './customers.ts';
import { enquiries, type Enquiries } from './enquiries.ts';
import { OctaneHttp, type Deviation, type OctaneSettings } from './http.ts';
import { orders, type Orders } from './orders.ts';
import { plans, type Plans } from './plans.ts';
import { qualifications, type Qualifications } from './qualifications.ts';
import { services, type Services } from './services.ts';

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
  /** Closes the idle connections. */
  close: () => void;
}

export function createOctane(settings: OctaneSettings, onDeviation: (deviation: Deviation) => void): Octane {
  const http = new OctaneHttp(settings, onDeviation);
  return {
    addresses: addresses(http),
    appointments: appointments(http),
    customers: customers(http),
    enquiries: enquiries(http),
    orders: orders(http, settings.changedOrdersQuery),
    plans: plans(http),
    qualifications: qualifications(http),
    services: services(http),
    close: () => {
      http.close();
    },
  };
}
