import { Context } from '@temporalio/activity';
import type { CustomerKey } from '../octane/customers.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { serviceStatusOf } from '../octane/services.ts';
import { didNothing, mayHaveRunBefore } from './at-most-once.ts';

export interface CustomerActivities {
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
