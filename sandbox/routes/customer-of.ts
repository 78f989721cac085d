import type { Books } from '../books.ts';
import type { Call } from '../call.ts';
import type { Customer } from '../customer.ts';
import { notFound } from '../refusal.ts';

/**
 * The customer that the call's path names.
 *
 * @throws Refusal 404.
 */
export function customerOf(books: Books, { params }: Call): Customer {
  const customer = books.customer(Number(params['custno']));
  if (!customer) throw notFound('customer');
  return customer;
}
