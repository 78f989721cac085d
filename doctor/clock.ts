import ms from 'ms';
import type { Answered } from '../octane/http.ts';
import { CLOCK_TOLERANCE } from '../rules/order-matching.ts';
import { bad, note, type Finding } from './check.ts';

/** Milliseconds. The header counts whole seconds, and the answer travels. */
const WORTH_TELLING = 5_000;

/** How Octane's clock, by the `Date` of its answer, differs from ours. Call it right after the answer. */
export function clockFindings({ headers }: Answered): Finding[] {
  const theirs = Date.parse(headers.date ?? '');
  if (Number.isNaN(theirs)) return [note('Its answer has no Date, so its clock is not known.')];
  const difference = theirs - Date.now();
  if (Math.abs(difference) < WORTH_TELLING) return [];
  const sentence = `Octane's clock is ${ms(Math.abs(difference), { long: true })} ${difference > 0 ? 'ahead of' : 'behind'} ours`;
  return Math.abs(difference) > CLOCK_TOLERANCE
    ? [bad(`${sentence}: an order could not be told from an earlier one.`)]
    : [note(`${sentence}.`)];
}
