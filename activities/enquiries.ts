import { Context } from '@temporalio/activity';
import type { FailureType } from '../contract/failures.ts';
import type { EnquiryRequest } from '../octane/enquiries.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { notMapped } from '../octane/words.ts';
import { invalidOrder, notYet, retryableOctaneFailure } from './failures.ts';

export interface EnquiryOutcome {
  state: 'completed' | 'failed';
  outcome?: string;
  summary?: string;
  metrics: Record<string, string | number | boolean>;
}

export interface EnquiryActivities {
  /** @throws ApplicationFailure `InvalidOrder` naming the tests that the service's technology allows. */
  assertTestAvailable: (test: { custNo: number; lineSeqNo: number; testType: string }) => Promise<void>;
  /** Begins a test or a health check. One that is begun twice only takes time, so it may be repeated. */
  createEnquiry: (request: EnquiryRequest) => Promise<{ enquiryId: string }>;
  /** Reads the enquiry once; fails as "pending" until it is done, which makes Temporal's retry the poll. */
  followEnquiry: (enquiry: { enquiryId: string }) => Promise<EnquiryOutcome>;
}

/** Milliseconds: a test takes seconds to minutes, so it is looked at more often than an order; more seldom, the longer it lasts. */
const FIRST_DELAY = 30_000;
const LONGEST_DELAY = 5 * 60_000;
const GROWTH = 1.1;

export function enquiryActivities(octane: Octane, { pollInterval }: { pollInterval: number }): EnquiryActivities {
  const untilNextPoll = () =>
    Math.min(FIRST_DELAY * GROWTH ** (Context.current().info.attempt - 1), LONGEST_DELAY, pollInterval);
  return {
    assertTestAvailable: async ({ custNo, lineSeqNo, testType }) => {
      const tests = await octane.enquiries.availableTests({ custNo, lineSeqNo }, Context.current().cancellationSignal);
      const available = tests.map((test) => test.testType ?? '?');
      if (available.includes(testType)) return;
      const message = `${testType} is not available for line ${lineSeqNo} (available: ${available.join(', ') || 'none'})`;
      throw invalidOrder([{ path: 'testType', message }]);
    },

    createEnquiry: async (request) => ({
      enquiryId: await octane.enquiries.create(request, Context.current().cancellationSignal),
    }),

    followEnquiry: async ({ enquiryId }) => {
      const detail = await octane.enquiries
        .get(enquiryId, Context.current().cancellationSignal)
        .catch((error: unknown) => {
          throw error instanceof OctaneError ? retryableOctaneFailure(error, untilNextPoll()) : error;
        });
      const state = octane.words.meaning('enquiryStatuses', detail.status);
      if (state === 'completed' || state === 'failed') {
        const { outcome, summary, metrics = {} } = detail;
        return { state, ...(outcome !== undefined && { outcome }), ...(summary !== undefined && { summary }), metrics };
      }
      // The type is what it comes to for the caller when it never ends.
      const message =
        state === undefined
          ? `Enquiry ${enquiryId} has ${notMapped('status', 'enquiryStatuses', detail.status)}.`
          : `Enquiry ${enquiryId} is still ${detail.status ?? state}.`;
      throw notYet('OrderFailed' satisfies FailureType, message, untilNextPoll());
    },
  };
}
