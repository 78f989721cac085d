import { z } from 'zod';
import type { Call } from './call.ts';

/** Which order, customer, enquiry or group a call is about. */
export interface CallTarget {
  orderId?: string | undefined;
  custNo?: number | undefined;
  enquiryId?: string | undefined;
  /** Where its path names one. */
  groupNo?: string | undefined;
}

const custno = z.coerce.number().optional().catch(undefined);

const schema = z.object({
  params: z.object({
    orderId: z.string().optional(),
    enquiryId: z.string().optional(),
    groupno: z.string().optional(),
    custno,
  }),
  query: z.object({ custno }),
  body: z
    .union([
      z.object({ service: z.object({ custNo: z.number() }) }).transform(({ service }) => service.custNo),
      z.object({ custNo: z.number() }).transform(({ custNo }) => custNo),
    ])
    .optional()
    .catch(undefined),
});

/** What the call's path, query and body name. */
export function targetOf(call: Pick<Call, 'params' | 'query' | 'body'>): CallTarget {
  const { params, query, body } = schema.parse(call);
  const { orderId, enquiryId, groupno: groupNo } = params;
  return { orderId, enquiryId, groupNo, custNo: params.custno ?? query.custno ?? body };
}
