import { json } from '../answer.ts';
import type { Handlers } from '../call.ts';
import type { Records } from '../records.ts';
import { notFound } from '../refusal.ts';
import { serviceView } from '../service.ts';
import { customerOf } from './customer-of.ts';

export function serviceRoutes(records: Records): Handlers<'listServices' | 'getService'> {
  return {
    listServices: (call) => json(records.services(customerOf(records, call).custNo).map(serviceView)),

    getService: (call) => {
      const service = records
        .services(customerOf(records, call).custNo)
        .find(({ lineSeqNo }) => String(lineSeqNo) === call.params['lineseqno']);
      if (!service) throw notFound('service');
      return json(serviceView(service));
    },
  };
}
