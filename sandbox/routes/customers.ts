import { z } from 'zod';
import { customerUpdate, newCustomer as newCustomerRequest } from '../../octane/customers.ts';
import { json, NO_CONTENT } from '../answer.ts';
import type { Books } from '../books.ts';
import type { Handlers } from '../call.ts';
import { newCustomer, updatedCustomer } from '../customer.ts';
import { invalid, requestOf } from '../refusal.ts';
import { customerOf } from './customer-of.ts';

export function customerRoutes(
  books: Books,
): Handlers<'getCustomer' | 'updateCustomer' | 'addCustomer' | 'sendWelcomeEmail'> {
  const { catalogue } = books;
  return {
    getCustomer: (call) => json(customerOf(books, call)),

    updateCustomer: (call) => {
      const before = customerOf(books, call);
      const request = requestOf(customerUpdate, call.body);
      requirePlan(request.customerAgreement?.planNo);
      const customer = updatedCustomer(before, request, { catalogue, by: call.by, at: call.now });
      books.keepCustomer(customer);
      return json(customer);
    },

    addCustomer: (call) => {
      const request = requestOf(newCustomerRequest, call.body);
      requirePlan(request.customerAgreement?.planNo);
      const customer = newCustomer(request, { custNo: books.takeCustNo(), catalogue, by: call.by, at: call.now });
      books.keepCustomer(customer);
      return json(customer);
    },

    sendWelcomeEmail: (call) => {
      const { settings } = customerOf(books, call);
      requestOf(z.strictObject({}), call.body);
      if (!settings.portalAccess) throw invalid('settings.portalAccess', 'The customer has no Customer Portal account');
      return NO_CONTENT;
    },
  };

  function requirePlan(planNo: number | undefined): void {
    if (planNo !== undefined) catalogue.requireOffered(planNo, 'customerAgreement.planNo');
  }
}
