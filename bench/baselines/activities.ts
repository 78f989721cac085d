import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Octane } from '../../octane/octane.ts';
import type { BaselineOrder } from './order.ts';

export interface Seen {
  status: string;
  ended: boolean;
  /** Milliseconds until the next poll, as the worker is configured. */
  pollInterval: number;
}

export interface BaselineLocalActivities {
  checkInput: (order: BaselineOrder) => Promise<void>;
}

export interface BaselineActivities {
  findService: (order: BaselineOrder) => Promise<void>;
  checkPlan: (order: BaselineOrder) => Promise<void>;
  createOrder: (order: BaselineOrder) => Promise<string>;
  readOrder: (order: { orderId: string }) => Promise<Seen>;
  /** Fails, and is tried again after the poll interval, until the status is another one. */
  awaitChange: (order: { orderId: string; seen: string }) => Promise<Seen>;
}

const ENDS = ['Completed', 'Rejected', 'Cancelled', 'Failed'];

export const baselineLocalActivities: BaselineLocalActivities = {
  checkInput: ({ custNo, planNo }) =>
    custNo > 0 && planNo > 0
      ? Promise.resolve()
      : Promise.reject(ApplicationFailure.nonRetryable('The input is wrong')),
};

export function baselineActivities(octane: Octane, pollInterval: number): BaselineActivities {
  const signal = () => Context.current().cancellationSignal;
  const readOrder = async ({ orderId }: { orderId: string }): Promise<Seen> => {
    const { orderStatus: status = '' } = await octane.orders.get(orderId, signal());
    return { status, ended: ENDS.includes(status), pollInterval };
  };
  return {
    findService: async (customer) => {
      const services = await octane.services.list(customer, signal());
      if (services.length === 0) throw ApplicationFailure.nonRetryable('There is no service');
    },
    checkPlan: async ({ groupNo, planNo }) => {
      const plans = await octane.plans.list(groupNo, signal());
      if (!plans.some((plan) => plan.planNo === planNo)) throw ApplicationFailure.nonRetryable('There is no such plan');
    },
    createOrder: ({ custNo, planNo, custReqDate }) =>
      octane.orders.create({ subOrderType: 'PlanChange', custNo, planNo, custReqDate }, signal()),
    readOrder,
    awaitChange: async ({ orderId, seen }) => {
      const now = await readOrder({ orderId });
      if (now.status !== seen) return now;
      throw ApplicationFailure.create({
        message: 'No news',
        category: ApplicationFailureCategory.BENIGN,
        nextRetryDelay: pollInterval,
      });
    },
  };
}
