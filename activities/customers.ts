import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails, FailureType } from '../contract/failures.ts';
import type { NewCustomerInput } from '../contract/inputs.ts';
import type { CustomerDetail, CustomerKey, NewCustomer } from '../octane/customers.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { serviceStatusOf } from '../octane/services.ts';
import { didNothing, mayHaveRunBefore } from './at-most-once.ts';
import { finalFailure, invalidOrder } from './failures.ts';

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
   * Marks the customer as disconnected when no service is left that is anything else. It reads the customer first, each
   * time: one that is disconnected already stays untouched, and so does one that somebody has put into a status that is
   * neither active nor suspended, such as terminated.
   *
   * @returns whether the customer is disconnected now; `leftAs`: the status it was left in, which the log names too.
   * @throws ApplicationFailure `OctaneUnexpectedAnswer`, retryable, when Octane's answer shows another status than the one set.
   */
  disconnectCustomerWithoutServices: (
    customer: CustomerKey,
  ) => Promise<{ disconnected: boolean; leftAs?: 'TER' | 'unknown' }>;
  /**
   * Sends the welcome email, at most once: when an earlier attempt may have sent it, it is not sent again. A customer
   * without portal access gets none, which is no failure.
   */
  sendWelcomeEmail: (customer: CustomerKey) => Promise<{ sent: 'yes' | 'refused' | 'unknown' }>;
}

/** documented: ACT, SUS, TER and DIS are all that a customer can be. inferred: which of them may become DIS. */
const DISCONNECTED = 'DIS';
const MAY_BE_DISCONNECTED: readonly string[] = ['ACT', 'SUS'];

export function customerActivities(octane: Octane): CustomerActivities {
  return {
    ensureCustomer: async ({ groupNo, reference, customer }) => {
      const signal = Context.current().cancellationSignal;
      const { customers: known } = await octane.customers.list(groupNo, {}, signal);
      const made = known.find(({ settings }) => settings?.altCustId === reference);
      if (made?.custNo !== undefined) {
        const { custNo } = made;
        if (!isOther(made, customer)) return { custNo, created: false };
        // An input that was corrected, or a reference that is used again for somebody else.
        const message = `customer ${custNo} was added for this reference with other data: correct it in Octane, and order for customer.custNo ${custNo}, or use a new reference`;
        throw invalidOrder([{ path: 'customer.new', message }]);
      }
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
      const last = services.length > 0 && services.every((service) => serviceStatusOf(service) === 'disconnected');
      if (!last) return { disconnected: false };
      const { customerStatus: status = 'unknown' } = await octane.customers.get(customer, signal);
      if (status === DISCONNECTED) return { disconnected: true };
      if (!MAY_BE_DISCONNECTED.includes(status)) {
        // A word that is not documented may say anything, so it is not passed on.
        const leftAs = status === 'TER' ? status : 'unknown';
        Context.current().log.warn('A customer without services is left in its status', { ...customer, leftAs });
        return { disconnected: false, leftAs };
      }
      const updated = await octane.customers.update(customer, { customerStatus: DISCONNECTED }, signal);
      if (updated.customerStatus !== undefined && updated.customerStatus !== DISCONNECTED) {
        throw ApplicationFailure.create({
          type: 'OctaneUnexpectedAnswer' satisfies FailureType,
          message: `Octane accepted that customer ${customer.custNo} is disconnected, but shows another status.`,
          details: [{ operation: 'updateCustomer', outcome: 'unknown' } satisfies FailureDetails],
        });
      }
      return { disconnected: true };
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

/** Whether a customer has another name or email than the one that is wanted, as far as Octane tells. */
function isOther({ customerIdentity, contactMedium }: CustomerDetail, wanted: NewCustomerInput): boolean {
  const email = contactMedium?.find(({ contactType }) => contactType === 'EMAIL')?.contactDestination;
  const pairs = [
    [customerIdentity?.customerGivenNames, wanted.givenNames],
    [customerIdentity?.customerSurname, wanted.surname],
    [customerIdentity?.company, wanted.company],
    [email, wanted.email],
  ];
  return pairs.some(([has, wants]) => has && wants && has.trim().toLowerCase() !== wants.trim().toLowerCase());
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
