import { json } from '../answer.ts';
import type { Books } from '../books.ts';
import type { Handlers } from '../call.ts';
import { notFound } from '../refusal.ts';
import { serviceView } from '../service.ts';
import { customerOf } from './customer-of.ts';

export function serviceRoutes(books: Books): Handlers<'listServices' | 'getService'> {
  return {
    listServices: (call) => json(books.services(customerOf(books, call).custNo).map(serviceView)),

    getService: (call) => {
      const service = books
        .services(customerOf(books, call).custNo)
        .find(({ lineSeqNo }) => String(lineSeqNo) === call.params['lineseqno']);
      if (!service) throw notFound('service');
      return json(serviceView(service));
    },
  };
}
