import { z } from 'zod';
import { customersQuery, customerUpdate, newCustomer as newCustomerRequest } from '../../octane/customers.ts';
import { json, NO_CONTENT } from '../answer.ts';
import type { Handlers } from '../call.ts';
import { newCustomer, updatedCustomer } from '../customer.ts';
import type { Records } from '../records.ts';
import { invalid, requestOf } from '../refusal.ts';
import { customerOf } from './customer-of.ts';

/** A new customer whose `altCustId` ends so is stored, and the connection breaks without an answer. */
const LOST_ANSWER = 'lost-answer';

export function customerRoutes(
  records: Records,
): Handlers<'getCustomer' | 'listCustomers' | 'updateCustomer' | 'addCustomer' | 'sendWelcomeEmail'> {
  const { catalogue } = records;
  return {
    getCustomer: (call) => json(customerOf(records, call)),

    listCustomers: ({ query }) => {
      const { customerType, customerStatus, fromDate, toDate } = requestOf(customersQuery, query);
      const within = between(fromDate, toDate);
      const found = records.customers().filter((customer) => {
        return (
          within(customer.dateAdded) &&
          (customerType ?? customer.customerIdentity.customerType) === customer.customerIdentity.customerType &&
          (customerStatus ?? customer.customerStatus) === customer.customerStatus
        );
      });
      return json(found);
    },

    updateCustomer: (call) => {
      const before = customerOf(records, call);
      const request = requestOf(customerUpdate, call.body);
      requirePlan(request.customerAgreement?.planNo);
      const customer = updatedCustomer(before, request, { catalogue, by: call.by, at: call.now });
      records.keepCustomer(customer);
      return json(customer);
    },

    addCustomer: (call) => {
      const request = requestOf(newCustomerRequest, call.body);
      requirePlan(request.customerAgreement?.planNo);
      const customer = newCustomer(request, { custNo: records.takeCustNo(), catalogue, by: call.by, at: call.now });
      records.keepCustomer(customer);
      return customer.settings.altCustId?.endsWith(LOST_ANSWER) ? 'reset' : json(customer);
    },

    sendWelcomeEmail: (call) => {
      const { settings } = customerOf(records, call);
      requestOf(z.strictObject({}), call.body);
      if (!settings.portalAccess) throw invalid('settings.portalAccess', 'The customer has no Customer Portal account');
      return NO_CONTENT;
    },
  };

  function requirePlan(planNo: number | undefined): void {
    if (planNo !== undefined) catalogue.requireOffered(planNo, 'customerAgreement.planNo');
  }
}

function between(fromDate: string | undefined, toDate: string | undefined): (date: string | undefined) => boolean {
  const from = fromDate === undefined ? -Infinity : Date.parse(fromDate);
  const to = toDate === undefined ? Infinity : Date.parse(toDate);
  return (date) => date !== undefined && Date.parse(date) >= from && Date.parse(date) <= to;
}
