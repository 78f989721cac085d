import type { ProblemType } from '../problems.ts';

/** What every request that needs a login can be answered with. */
export const WITH_LOGIN = [
  'Unauthenticated',
  'NotAllowed',
  'TooManyRequests',
  'IssuerUnavailable',
  'InternalError',
] as const;

export const ASKED_OF_TEMPORAL = [
  ...WITH_LOGIN,
  'TemporalUnavailable',
  'CannotDecrypt',
  'NoAnswer',
] as const satisfies ProblemType[];

/** What only a worker can answer. */
export const ASKED_OF_WORKER = [...ASKED_OF_TEMPORAL, 'NoWorker'] as const satisfies ProblemType[];

export const WITH_BODY = [
  'UnreadableRequest',
  'RequestTooLarge',
  'UnsupportedMediaType',
] as const satisfies ProblemType[];
