import { Context } from '@temporalio/activity';
import type { NewCustomerInput } from '../contract/inputs.ts';
import type { CustomerKey, NewCustomer } from '../octane/customers.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { serviceStatusOf } from '../octane/services.ts';
import { didNothing, mayHaveRunBefore } from './at-most-once.ts';
import { finalFailure } from './failures.ts';

export interface CustomerToEnsure {
  groupNo: string;
  /** The order's; the new customer carries it, so that it can be found again. */
  reference: string;
  customer: NewCustomerInput;
}

export interface CustomerActivities {
  /**
   * The customer for this reference: the one that was made for it before, else a new one. It looks first, each time, so a
   * repetition after a lost answer finds what was made.
   */
  ensureCustomer: (wanted: CustomerToEnsure) => Promise<{ custNo: number; created: boolean }>;
  /**
   * Marks the customer as disconnected when no service is left that is anything else. Setting a status is idempotent.
   *
   * @returns whether the customer was marked.
   */
  disconnectCustomerWithoutServices: (customer: CustomerKey) => Promise<{ disconnected: boolean }>;
  /**
   * Sends the welcome email, at most once: when an earlier attempt may have sent it, it is not sent again. A customer
   * without portal access gets none, which is no failure.
   */
  sendWelcomeEmail: (customer: CustomerKey) => Promise<{ sent: 'yes' | 'refused' | 'unknown' }>;
}

export function customerActivities(octane: Octane): CustomerActivities {
  return {
    ensureCustomer: async ({ groupNo, reference, customer }) => {
      const signal = Context.current().cancellationSignal;
      const known = await octane.customers.list(groupNo, {}, signal);
      const made = known.find(({ settings }) => settings?.altCustId === reference)?.custNo;
      if (made !== undefined) return { custNo: made, created: false };
      const { custNo } = await octane.customers.add(groupNo, newCustomerOf(reference, customer), signal);
      if (custNo === undefined) {
        throw finalFailure('OctaneUnexpectedAnswer', 'Octane added the customer, but did not say under which number.');
      }
      return { custNo, created: true };
    },

    disconnectCustomerWithoutServices: async (customer) => {
      const signal = Context.current().cancellationSignal;
      const services = await octane.services.list(customer, signal);
      // An empty list is no proof: at least the service that was just disconnected has to be there.
      const disconnected =
        services.length > 0 && services.every((service) => serviceStatusOf(service) === 'disconnected');
      if (disconnected) await octane.customers.update(customer, { customerStatus: 'DIS' }, signal);
      return { disconnected };
    },

    sendWelcomeEmail: async (customer) => {
      if (mayHaveRunBefore()) return { sent: 'unknown' };
      try {
        await octane.customers.sendWelcomeEmail(customer, Context.current().cancellationSignal);
        return { sent: 'yes' };
      } catch (error) {
        if (!(error instanceof OctaneError)) throw error;
        if (error.outcome !== 'refused') return { sent: 'unknown' };
        if (!error.retryable) return { sent: 'refused' };
        didNothing();
        throw error;
      }
    },
  };
}

function newCustomerOf(reference: string, customer: NewCustomerInput): NewCustomer {
  const { customerType, company, givenNames, surname, email, phone, addressLine1, suburb, state, postcode } = customer;
  return {
    customerStatus: 'ACT',
    customerIdentity: {
      customerType,
      customerGivenNames: givenNames,
      customerSurname: surname,
      ...(company !== undefined && { company }),
    },
    address: { addressLine1, suburb, state, postcode, countryCode: 'AU' },
    contactMedium: [
      { contactType: 'EMAIL', contactDestination: email },
      ...(phone === undefined ? [] : [{ contactType: 'PHONE' as const, contactDestination: phone }]),
    ],
    settings: { language: 'EN', altCustId: reference, portalAccess: customer.portalAccess ?? true },
  };
}
