import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails, FailureType } from '../contract/failures.ts';
import { conditionInWords, differencesOf, type ServiceCondition } from '../contract/service-condition.ts';
import type { CustomerKey } from '../octane/customers.ts';
import { unlessNotFound } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { isNbn, isShaped, notMappedIn, serviceStatusOf } from '../octane/service-words.ts';
import type { ServiceDetail } from '../octane/services.ts';
import type { Words } from '../octane/words.ts';
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
    findService: async ({ groupNo, custNo, lineSeqNo, from, goal, namesLine: isNamed = false }) => {
      const { words, orders } = octane;
      const namesLine = isNamed || orders.namesLine[goal.status === 'disconnected' ? 'disconnection' : 'change'];
      const services = await octane.services.list({ groupNo, custNo }, Context.current().cancellationSignal);
      const all = services.filter((service) => isNbn(service, words));
      const fitting = all.filter((service) => differencesOf(conditionOf(service, words), from).length === 0);
      const candidates =
        namesLine && lineSeqNo !== undefined ? fitting.filter((service) => service.lineSeqNo === lineSeqNo) : fitting;
      const unclear = services.flatMap((service) => {
        if (namesLine && lineSeqNo !== undefined && service.lineSeqNo !== lineSeqNo) return [];
        const { status = [], extra = [], usage = [] } = notMappedIn(service, words);
        if (isNbn(service, words) === true) return [status, from.shaped === undefined ? [] : extra].flat();
        // It may be the one, but is no second one: what nbn has is told by its words nearly always.
        return candidates.length === 0 ? usage : [];
      });
      if (unclear.length > 0) throw notUnderstood(custNo, unclear);
      if (candidates.length > 1) {
        const what = namesLine
          ? 'so service.lineSeqNo has to say which'
          : "and Octane's order cannot say which: order it in Octane by hand";
        throw finalFailure(
          'InvalidOrder',
          `Customer ${custNo} has several NBN services that are ${conditionInWords(from)} (${listed(candidates, words)}), ${what}.`,
          {
            code: 'ambiguousService',
            fields: [{ path: 'service', message: `is one of several (${listed(candidates, words)})` }],
          },
        );
      }
      const [candidate] = candidates;
      const found =
        candidate ?? all.findLast((service) => differencesOf(conditionOf(service, words), goal).length === 0);
      if (found?.lineSeqNo === undefined) {
        throw invalidService(
          `customer ${custNo} has no NBN service that is ${conditionInWords(from)} (found: ${listed(all, words)})`,
        );
      }
      if (lineSeqNo !== undefined && lineSeqNo !== found.lineSeqNo) {
        throw invalidService(
          `line ${lineSeqNo} of customer ${custNo} is not ${conditionInWords(from)} (found: ${listed(all, words)})`,
        );
      }
      const already = differencesOf(conditionOf(found, words), goal).length === 0;
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
      const wrong = service ? differencesOf(conditionOf(service, octane.words), goal) : ['is not to be found'];
      if (wrong.length === 0) return { isCompared: true };
      const held = await heldServices(settings.executions, claims);
      if (!held?.every(({ since }) => began === undefined || since <= began)) return { isCompared: false };
      throw ApplicationFailure.create({
        type: 'OrderFailed' satisfies FailureType,
        message: `Octane says that order ${orderId} is completed, but line ${lineSeqNo} of customer ${custNo} ${wrong.join(' and ')}.${explained(service, octane.words)}`,
        details: [{ orderId, code: 'verificationMismatch' } satisfies FailureDetails],
      });
    },
  };
}

/** What a service is like. */
export function conditionOf(service: ServiceDetail, words: Words): ServiceCondition {
  const planNo = service.serviceAgreement?.planNo;
  const shaped = isShaped(service, words);
  return {
    status: serviceStatusOf(service, words),
    ...(shaped !== undefined && { shaped }),
    ...(planNo !== undefined && { planNo }),
  };
}

/** A service whose words say nothing may be the one that the order is about, or a second one. */
function notUnderstood(custNo: number, unclear: string[]): ApplicationFailure {
  return finalFailure(
    'OctaneUnexpectedAnswer',
    `What Octane says of the services of customer ${custNo} is not understood: ${unclear.join('; ')}.`,
  );
}

/** What is not mapped, which may be all that differs. */
function explained(service: ServiceDetail | undefined, words: Words): string {
  const { status, extra } = service ? notMappedIn(service, words) : {};
  return [status, extra].map((phrase) => (phrase === undefined ? '' : ` It is not understood: ${phrase}.`)).join('');
}

function invalidService(message: string): ApplicationFailure {
  return invalidOrder([{ path: 'service', message }]);
}

function listed(services: ServiceDetail[], words: Words): string {
  const each = services.map((service) => `line ${service.lineSeqNo ?? '?'} ${serviceStatusOf(service, words)}`);
  return each.join(', ') || 'none';
}
