import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails, FailureType } from '../contract/failures.ts';
import type { NewCustomerInput } from '../contract/inputs.ts';
import type { CustomerDetail, CustomerKey, NewCustomer } from '../octane/customers.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { serviceStatusOf } from '../octane/service-words.ts';
import { didNothing, mayHaveRunBefore } from './at-most-once.ts';
import {
  createOnce,
  notClear,
  nothingSent,
  surelyOver,
  type Attempt,
  type Created,
  type CreateSettings,
} from './create-once.ts';
import { invalidOrder } from './failures.ts';
import type { SearchSettings } from './order-search.ts';
import { heldServices, type ServiceClaim } from './service-locks.ts';

export interface CustomerToAdd extends Attempt {
  groupNo: string;
  /** The order's; the new customer carries it, so that it can be found again. */
  reference: string;
  customer: NewCustomerInput;
}

export interface CustomerToDisconnect extends CustomerKey {
  /** What the order holds, or believes to hold: a run that was reset may have lost it. */
  services: ServiceClaim[];
}

export type CustomerSettings = CreateSettings & Pick<SearchSettings, 'executions'>;

export interface CustomerActivities {
  /**
   * One attempt to add the customer for this reference, as `placeOrder` is for an order: searches for it where Octane may have it.
   *
   * @returns the customer number as `id`.
   */
  addCustomer: (wanted: CustomerToAdd) => Promise<Created>;
  /**
   * Marks the customer as disconnected when no service is left that is anything else. It reads the customer first, each
   * time: one that is disconnected already stays untouched, and so does one that somebody has put into a status that is
   * neither active nor suspended, such as terminated.
   *
   * @returns whether the customer is disconnected now; `leftAs`: the status it was left in, which the log names too.
   * @throws ApplicationFailure `OctaneUnexpectedAnswer`, retryable, when Octane's answer shows another status than the one set.
   */
  disconnectCustomerWithoutServices: (
    customer: CustomerToDisconnect,
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

export function customerActivities(octane: Octane, settings: CustomerSettings): CustomerActivities {
  return {
    addCustomer: async (wanted) => {
      const { client, info } = Context.current();
      const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
      const earlier = await settings.executions
        .earlierRuns(client, workflowId, runId)
        .catch(() => Promise.reject(nothingSent("Temporal's list of earlier runs cannot be read.")));
      return createOnce(wanted, settings, {
        what: `a customer for ${wanted.reference}`,
        doubts: earlier.filter(({ inDoubt }) => inDoubt).map((run) => surelyOver(run, settings)),
        searchAnyway: earlier.length > 0,
        search: () => searchAdded(wanted),
        create: () => add(wanted),
      });
    },

    disconnectCustomerWithoutServices: async ({ services: claims, ...customer }) => {
      const { cancellationSignal: signal } = Context.current();
      // Another order of this customer is under way, so the customer stays.
      if (!(await heldServices(settings.executions, claims))) return { disconnected: false };
      const services = await octane.services.list(customer, signal);
      // An empty list is no proof: at least the service that was just disconnected has to be there.
      const last =
        services.length > 0 && services.every((service) => serviceStatusOf(service, octane.words) === 'disconnected');
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

  async function searchAdded({ groupNo, reference, customer, notThese, decided }: CustomerToAdd) {
    const signal = Context.current().cancellationSignal;
    const { customers, unclear: hidden } = await octane.customers.list(groupNo, {}, signal);
    const possible = customers.filter(({ custNo }) => custNo !== undefined && !notThese.includes(String(custNo)));
    const added = possible.filter((row) => carries(row, reference) === true);
    const ids = idsOf(added);
    const [only, another] = added;
    const what = `a customer for ${reference}`;
    if (another) throw notClear(what, `customers ${ids.join(', ')} all carry the reference.`, ids);
    if (!only) {
      const unclear = idsOf(possible.filter((row) => carries(row, reference) === undefined && !isOther(row, customer)));
      if (unclear.length > 0) throw notClear(what, `it may be one of customers ${unclear.join(', ')}.`, unclear);
      if (hidden !== undefined && !decided) throw notClear(what, `the list of customers is not clear: ${hidden}.`);
      return undefined;
    }
    if (!isOther(only, customer)) return ids[0];
    // An input that was corrected, or a reference that is used again for another person.
    const message = `customer ${ids[0] ?? ''} was added for this reference with other data: correct it in Octane, and order for customer.custNo ${ids[0] ?? ''}, or use a new reference`;
    throw invalidOrder([{ path: 'customer.new', message }]);
  }

  async function add({ groupNo, reference, customer }: CustomerToAdd): Promise<string> {
    const signal = Context.current().cancellationSignal;
    const { custNo } = await octane.customers.add(groupNo, newCustomerOf(reference, customer), signal);
    if (custNo !== undefined) return String(custNo);
    throw new OctaneError('Octane added the customer, and did not say under which number.', {
      type: 'OctaneUnexpectedAnswer',
      operation: 'addCustomer',
      outcome: 'unknown',
      retryable: true,
    });
  }
}

function idsOf(customers: readonly CustomerDetail[]): string[] {
  return customers.map(({ custNo = 0 }) => String(custNo));
}

/** Whether a listed customer carries the reference; undefined where that cannot be told. */
function carries({ settings }: CustomerDetail, reference: string): boolean | undefined {
  const altCustId = settings?.altCustId?.trim() ?? '';
  if (altCustId === reference) return true;
  return altCustId === '' || altCustId.toLowerCase() === reference.toLowerCase() ? undefined : false;
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
