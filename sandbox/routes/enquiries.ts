import { z } from 'zod';
import { enquiryRequest } from '../../octane/enquiries.ts';
import { json } from '../answer.ts';
import type { Handlers } from '../call.ts';
import { testsFor } from '../diagnostic-tests.ts';
import { enquiryView } from '../enquiry.ts';
import type { Records } from '../records.ts';
import { invalid, notFound, requestOf } from '../refusal.ts';
import type { Service } from '../service.ts';

const lineQuery = z.object({ custno: z.coerce.number().int(), lineseqno: z.coerce.number().int() });

export function enquiryRoutes(records: Records): Handlers<'listAvailableTests' | 'createEnquiry' | 'getEnquiry'> {
  return {
    listAvailableTests: ({ query }) => {
      const { custno, lineseqno } = requestOf(lineQuery, query);
      const { location } = connectedService(custno, lineseqno);
      return json({
        tests: testsFor(location.technologyType).map(({ testType, description }) => ({ testType, description })),
      });
    },

    createEnquiry: ({ body, now }) => {
      const request = requestOf(enquiryRequest, body);
      const service = connectedService(request.custNo, request.lineSeqNo);
      if (request.enquiryType === 'DiagnosticTest') {
        const { technologyType } = service.location;
        const offered = testsFor(technologyType).map(({ testType }) => testType);
        if (!offered.includes(request.testType)) throw invalid('testType', `Not available on ${technologyType}`);
      }
      return json({ enquiryId: records.enquire({ request, service, now }).enquiryId, success: true });
    },

    getEnquiry: ({ params, now }) => {
      const enquiry = records.enquiry(params['enquiryId'] ?? '');
      if (!enquiry) throw notFound('enquiry');
      return json(enquiryView(enquiry, now));
    },
  };

  function connectedService(custNo: number, lineSeqNo: number): Service {
    const service = records.services(custNo).find((candidate) => candidate.lineSeqNo === lineSeqNo);
    if (!service) throw invalid('lineSeqNo', 'The customer has no such service');
    if (service.status !== 'Active' && service.status !== 'Suspended')
      throw invalid('lineSeqNo', 'The service is not connected');
    return service;
  }
}
