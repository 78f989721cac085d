import type { OperationName } from '../octane/operations.ts';
import type { Answer } from './answer.ts';

/** One call to an operation, with accepted credentials. */
export interface Call {
  /** The time of the call, read once: milliseconds since the epoch. */
  now: number;
  /** The user name of its credentials. */
  by: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
}

export type Handler = (call: Call) => Answer;
export type Handlers<Name extends OperationName = OperationName> = Record<Name, Handler>;
