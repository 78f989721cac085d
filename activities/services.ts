import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureType } from '../contract/failures.ts';
import type { CustomerKey } from '../octane/customers.ts';
import type { Octane } from '../octane/octane.ts';
import { isNbn, serviceStatusOf, type ServiceDetail, type ServiceStatus } from '../octane/services.ts';
import { finalFailure, invalidOrder } from './failures.ts';

export interface ServiceToFind extends CustomerKey {
  lineSeqNo?: number | undefined;
  /** The status the service must have for the order to make sense. */
  status: ServiceStatus;
}

export interface ExpectedService extends CustomerKey {
  orderId: string;
  /** undefined when Octane's order never named a line; then there is nothing to verify, which is a failure. */
  lineSeqNo: number | undefined;
  status: ServiceStatus;
  planNo?: number;
}

export interface ServiceActivities {
  /**
   * Finds the one NBN service that an order can be about. Octane's change and disconnection orders name no line, so a second
   * candidate makes the order ambiguous even when the input names one.
   *
   * @throws ApplicationFailure `InvalidOrder` when there is no such service, or more than one.
   */
  findService: (wanted: ServiceToFind) => Promise<{ lineSeqNo: number }>;
  /** @throws ApplicationFailure `OrderFailed`, retryable: the service may lag behind its order. */
  verifyService: (expected: ExpectedService) => Promise<void>;
}

export function serviceActivities(octane: Octane): ServiceActivities {
  return {
    findService: async ({ groupNo, custNo, lineSeqNo, status }) => {
      const all = await octane.services.list({ groupNo, custNo }, Context.current().cancellationSignal);
      const candidates = all.filter((service) => isNbn(service) && serviceStatusOf(service) === status);
      const [found, ...others] = candidates;
      if (found?.lineSeqNo === undefined) {
        throw invalidService(`customer ${custNo} has no NBN service that is ${status} (found: ${listed(all)})`);
      }
      if (others.length > 0) {
        throw invalidService(
          `customer ${custNo} has several NBN services that are ${status} (${listed(candidates)}), and Octane's order cannot say which`,
        );
      }
      if (lineSeqNo !== undefined && lineSeqNo !== found.lineSeqNo) {
        throw invalidService(`line ${lineSeqNo} of customer ${custNo} is not ${status} (found: ${listed(all)})`);
      }
      return { lineSeqNo: found.lineSeqNo };
    },

    verifyService: async ({ groupNo, custNo, orderId, lineSeqNo, status, planNo }) => {
      if (lineSeqNo === undefined) {
        throw finalFailure(
          'OrderFailed',
          `Octane says that order ${orderId} is completed, but not which service line it is about.`,
        );
      }
      const service = await octane.services.get({ groupNo, custNo, lineSeqNo }, Context.current().cancellationSignal);
      const actual = serviceStatusOf(service);
      const actualPlan = service.serviceAgreement?.planNo;
      const differences = [
        ...(actual === status ? [] : [`is ${actual}, not ${status}`]),
        ...(planNo === undefined || actualPlan === planNo
          ? []
          : [`has plan ${actualPlan ?? 'unknown'}, not ${planNo}`]),
      ];
      if (differences.length === 0) return;
      throw ApplicationFailure.create({
        type: 'OrderFailed' satisfies FailureType,
        message: `Octane says that order ${orderId} is completed, but line ${lineSeqNo} of customer ${custNo} ${differences.join(' and ')}.`,
        details: [{ orderId }],
      });
    },
  };
}

function invalidService(message: string): ApplicationFailure {
  return invalidOrder([{ path: 'service', message }]);
}

function listed(services: ServiceDetail[]): string {
  return services.map((service) => `line ${service.lineSeqNo ?? '?'} ${serviceStatusOf(service)}`).join(', ') || 'none';
}
