import { z } from 'zod';
import type { Call } from './call.ts';

/** Which order, customer or enquiry a call is about. */
export interface Subject {
  orderId?: string | undefined;
  custNo?: number | undefined;
  enquiryId?: string | undefined;
}

const custno = z.coerce.number().optional().catch(undefined);

const schema = z.object({
  params: z.object({ orderId: z.string().optional(), enquiryId: z.string().optional(), custno }),
  query: z.object({ custno }),
  body: z
    .union([
      z.object({ service: z.object({ custNo: z.number() }) }).transform(({ service }) => service.custNo),
      z.object({ custNo: z.number() }).transform(({ custNo }) => custNo),
    ])
    .optional()
    .catch(undefined),
});

/** As its path, its query and its body name them. */
export function subjectOf(call: Pick<Call, 'params' | 'query' | 'body'>): Subject {
  const { params, query, body } = schema.parse(call);
  const { orderId, enquiryId } = params;
  return { orderId, enquiryId, custNo: params.custno ?? query.custno ?? body };
}
