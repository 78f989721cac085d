import type { Call } from '../call.ts';
import type { Customer } from '../customer.ts';
import type { Records } from '../records.ts';
import { notFound } from '../refusal.ts';

/**
 * The customer that the call's path names.
 *
 * @throws Refusal 404.
 */
export function customerOf(records: Records, { params }: Call): Customer {
  const customer = records.customer(Number(params['custno']));
  if (!customer) throw notFound('customer');
  return customer;
}
