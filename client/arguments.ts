import { NOT_A_DATE_TIME, problemOfDate } from '../contract/dates.ts';
import { nearestTo } from '../contract/unknown-fields.ts';

/*
 * Checks of what a caller gives that the compiler does not check, such as one in JavaScript. undefined stands for "not given".
 */

/** @throws TypeError naming the words that are known. */
export function assertOneOf(name: string, value: unknown, known: readonly string[]): void {
  if (value === undefined || known.some((word) => word === value)) return;
  throw new TypeError(`${name} ${notOneOf(value, known)}`);
}

/** `must be one of activate, planChange, …; did you mean "planChange"?` */
export function notOneOf(value: unknown, known: readonly string[]): string {
  const nearest = typeof value === 'string' ? nearestTo(value, known) : undefined;
  return `must be one of ${known.join(', ')}${nearest === undefined ? '.' : `; did you mean "${nearest}"?`}`;
}

/** @throws TypeError */
export function assertCustNo(value: unknown): void {
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)) return;
  throw new TypeError('custNo must be a whole number greater than 0.');
}

/** @throws TypeError */
export function assertText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be text.`);
}

/** @throws TypeError */
export function assertDateTime(name: string, value: unknown): void {
  if (value === undefined) return;
  const problem = typeof value === 'string' ? problemOfDate(value) : NOT_A_DATE_TIME;
  if (problem !== undefined) throw new TypeError(`${name} ${problem}.`);
}

/** @throws TypeError */
export function assertDate(name: string, value: unknown): void {
  if (value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()))) return;
  throw new TypeError(`${name} must be a Date.`);
}
