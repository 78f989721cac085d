import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails, FailureType } from '../contract/failures.ts';
import { conditionInWords, differencesOf, type ServiceCondition } from '../contract/service-condition.ts';
import type { CustomerKey } from '../octane/customers.ts';
import { unlessNotFound } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { isNbn, isShaped, serviceStatusOf, type ServiceDetail } from '../octane/services.ts';
import { finalFailure, invalidOrder } from './failures.ts';
import type { SearchSettings } from './order-search.ts';
import { assertPlanOffered } from './plans.ts';
import { heldServices, type ServiceClaim } from './service-locks.ts';

export interface ServiceToFind extends CustomerKey {
  lineSeqNo?: number | undefined;
  /** What the service must be like for the order to make sense. */
  from: ServiceCondition;
  /** What the order is to make of it. */
  goal: ServiceCondition;
  /** That the request to Octane names the line, so that with `lineSeqNo` it is not ambiguous. */
  namesLine?: boolean;
}

export interface ExpectedService extends CustomerKey {
  orderId: string;
  /** undefined when Octane's order never named a line; then there is nothing to verify, which is a failure. */
  lineSeqNo: number | undefined;
  goal: ServiceCondition;
  /** What the order holds, or believes to hold: a run that was reset after it closed has given it back meanwhile. */
  services: ServiceClaim[];
  /** ISO 8601: when the placing began. */
  began?: string | undefined;
}

export interface ServiceActivities {
  /**
   * Finds the one NBN service that an order can be about, and checks that the plan of the goal, if it names one, is offered. Octane's
   * change and disconnection orders name no line, so a second candidate makes the order ambiguous even when the input names one; an
   * enquiry names it.
   *
   * @returns the line, and whether it is already what the order is to make of it.
   * @throws ApplicationFailure `InvalidOrder` when there is no such service, or more than one, or the plan is not offered.
   */
  findService: (wanted: ServiceToFind) => Promise<{ lineSeqNo: number; already: boolean }>;
  /**
   * Checks that the service is what the order was to make of it. Where it is not, that says something only when the order has held it
   * all the time: another order may have changed it else.
   *
   * @returns whether they could be compared.
   * @throws ApplicationFailure `OrderFailed`, retryable: the service may lag behind its order.
   */
  verifyService: (expected: ExpectedService) => Promise<{ isCompared: boolean }>;
}

export function serviceActivities(octane: Octane, settings: Pick<SearchSettings, 'executions'>): ServiceActivities {
  return {
    findService: async ({ groupNo, custNo, lineSeqNo, from, goal, namesLine = false }) => {
      const all = (await octane.services.list({ groupNo, custNo }, Context.current().cancellationSignal)).filter(isNbn);
      const fitting = all.filter((service) => differencesOf(conditionOf(service), from).length === 0);
      const candidates =
        namesLine && lineSeqNo !== undefined ? fitting.filter((service) => service.lineSeqNo === lineSeqNo) : fitting;
      if (candidates.length > 1) {
        const what = namesLine ? 'so service.lineSeqNo has to say which' : "and Octane's order cannot say which";
        throw finalFailure(
          'InvalidOrder',
          `Customer ${custNo} has several NBN services that are ${conditionInWords(from)} (${listed(candidates)}), ${what}.`,
          {
            code: 'ambiguousService',
            fields: [{ path: 'service', message: `is one of several (${listed(candidates)})` }],
          },
        );
      }
      const [candidate] = candidates;
      const found = candidate ?? all.findLast((service) => differencesOf(conditionOf(service), goal).length === 0);
      if (found?.lineSeqNo === undefined) {
        throw invalidService(
          `customer ${custNo} has no NBN service that is ${conditionInWords(from)} (found: ${listed(all)})`,
        );
      }
      if (lineSeqNo !== undefined && lineSeqNo !== found.lineSeqNo) {
        throw invalidService(
          `line ${lineSeqNo} of customer ${custNo} is not ${conditionInWords(from)} (found: ${listed(all)})`,
        );
      }
      const already = differencesOf(conditionOf(found), goal).length === 0;
      if (!already && goal.planNo !== undefined) await assertPlanOffered(octane, { groupNo, planNo: goal.planNo });
      return { lineSeqNo: found.lineSeqNo, already };
    },

    verifyService: async ({ groupNo, custNo, orderId, lineSeqNo, goal, services: claims, began }) => {
      if (lineSeqNo === undefined) {
        throw finalFailure(
          'OrderFailed',
          `Octane says that order ${orderId} is completed, but not which service line it is about.`,
          { orderId, code: 'verificationMismatch' },
        );
      }
      const service = await unlessNotFound(
        octane.services.get({ groupNo, custNo, lineSeqNo }, Context.current().cancellationSignal),
      );
      const wrong = service ? differencesOf(conditionOf(service), goal) : ['is not to be found'];
      if (wrong.length === 0) return { isCompared: true };
      const held = await heldServices(settings.executions, claims);
      if (!held?.every(({ since }) => began === undefined || since <= began)) return { isCompared: false };
      throw ApplicationFailure.create({
        type: 'OrderFailed' satisfies FailureType,
        message: `Octane says that order ${orderId} is completed, but line ${lineSeqNo} of customer ${custNo} ${wrong.join(' and ')}.`,
        details: [{ orderId, code: 'verificationMismatch' } satisfies FailureDetails],
      });
    },
  };
}

/** What a service is like. */
export function conditionOf(service: ServiceDetail): ServiceCondition {
  const planNo = service.serviceAgreement?.planNo;
  return { status: serviceStatusOf(service), shaped: isShaped(service), ...(planNo !== undefined && { planNo }) };
}

function invalidService(message: string): ApplicationFailure {
  return invalidOrder([{ path: 'service', message }]);
}

function listed(services: ServiceDetail[]): string {
  return services.map((service) => `line ${service.lineSeqNo ?? '?'} ${serviceStatusOf(service)}`).join(', ') || 'none';
}
