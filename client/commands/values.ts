import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import ms, { type StringValue } from 'ms';
import { notOneOf } from '../arguments.ts';

/** One of these words; another one is told which was probably meant. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((known) => known === text);
    if (word === undefined) throw new InvalidArgumentError(`It ${notOneOf(text, words)}`);
    return word;
  };
}

export function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number <= 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}

/** The instant that is this time ago. */
export function ago(text: string): Date {
  return new Date(Date.now() - duration(text));
}

/** The instant that a date or a time from now names. */
export function until(text: string): Date {
  const date = DateTime.fromISO(text);
  return date.isValid ? date.toJSDate() : new Date(Date.now() + duration(text));
}

function duration(text: string): number {
  const time = /^\d+\s*[a-z]+$/i.test(text) ? (ms(text as StringValue) as number | undefined) : undefined;
  if (time === undefined) throw new InvalidArgumentError('It must be a time such as 12h, 7d or 4w.');
  return time;
}

/** What `--file` names. */
export function textOf(path: string): string {
  return readFileSync(path === '-' ? 0 : path, 'utf8');
}

/** @throws Error that says so, when it is no JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`The input is not JSON: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
  }
}
