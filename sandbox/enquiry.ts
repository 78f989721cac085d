import ms from 'ms';
import type { z } from 'zod';
import type { enquiryDetail, enquiryRequest } from '../octane/enquiries.ts';
import { DIAGNOSTIC_TESTS, HEALTH_CHECK } from './diagnostic-tests.ts';
import type { Service } from './service.ts';

/** What goes wrong with an enquiry. */
export type EnquiryFault = 'fails' | 'neverEnds' | 'findsFault';

/** A diagnostic test or a health check as the sandbox keeps it. */
export interface Enquiry {
  readonly enquiryId: string;
  readonly request: z.output<typeof enquiryRequest>;
  readonly service: Service;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly fault: EnquiryFault | undefined;
}

const DURATION = ms('5 minutes');

/** The enquiry as Get Enquiry Detail answers it. */
export function enquiryView(enquiry: Enquiry, now: number): z.output<typeof enquiryDetail> {
  const { enquiryId, request, service, createdAt, fault } = enquiry;
  if (now < createdAt + DURATION || fault === 'neverEnds') return { enquiryId, status: 'In Progress' };
  if (fault === 'fails') return { enquiryId, status: 'Failed', summary: 'The service could not be reached' };
  const check =
    request.enquiryType === 'ServiceHealthCheck'
      ? HEALTH_CHECK
      : DIAGNOSTIC_TESTS.find(({ testType }) => testType === request.testType);
  if (!check) throw new Error('An enquiry is created only for a test that exists.');
  const good = fault === undefined && service.status === 'Active';
  return {
    enquiryId,
    status: 'Completed',
    outcome: good ? 'Pass' : 'Fail',
    summary: good ? 'No fault found' : 'A fault was found',
    metrics: { ...check.metrics, ...(good ? {} : check.faultMetrics) },
  };
}
