import type { FastifyError, FastifyRequest } from 'fastify';
import {
  CannotDecrypt,
  NoAnswer,
  NoSuchOrder,
  NotConnected,
  NoWorker,
  OrderError,
  ReferenceInUse,
  SlotsNotListed,
  UnknownCursor,
  UpdateIdInUse,
  UpdateRefused,
} from '../client/index.ts';
import { BODY_LIMIT } from './limits.ts';
import { Problem, PROBLEMS } from './problems.ts';

/** What a request failed with, for its answer; the audit log keeps its type, and the log what is our own fault. */
export function failedWith(error: unknown, request: FastifyRequest): Problem {
  const problem = problemOfError(error);
  request.problem = problem.type;
  if (PROBLEMS[problem.type].status >= 500) {
    request.log.error({ err: problem.cause ?? error, problem: problem.type }, 'A request failed');
  }
  return problem;
}

/** What a caller is told of an error; one that was not foreseen tells nothing of itself. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof OrderError) return new Problem('InvalidOrder', error.message, error.fields, { cause: error });
  if (error instanceof ReferenceInUse) return new Problem('ReferenceInUse', error.message, [], { cause: error });
  if (error instanceof UpdateRefused) return new Problem('UpdateRefused', error.message, [], { cause: error });
  if (error instanceof SlotsNotListed) return new Problem('SlotsNotListed', error.message, [], { cause: error });
  if (error instanceof UpdateIdInUse) return new Problem('IdempotencyKeyInUse', error.message, [], { cause: error });
  if (error instanceof NoSuchOrder) return new Problem('NoSuchOrder', error.message, [], { cause: error });
  if (error instanceof UnknownCursor) {
    return new Problem('InvalidRequest', error.message, [
      { path: 'cursor', message: 'must be that of an earlier page' },
    ]);
  }
  if (error instanceof NoWorker) return new Problem('NoWorker', error.message, [], { cause: error });
  if (error instanceof NotConnected) {
    const detail =
      'Temporal cannot be reached, so nothing is known of any order now. Open orders continue when it is back. Repeat the request later.';
    return new Problem('TemporalUnavailable', detail, [], { cause: error });
  }
  if (error instanceof CannotDecrypt) {
    const detail =
      'The API lacks the key that the order is encrypted with. Tell those who run it: its log names the key.';
    return new Problem('CannotDecrypt', detail, [], { cause: error });
  }
  if (error instanceof NoAnswer) {
    const detail = `${error.message} Whether something was changed is not known: repeat the request with the same reference or Idempotency-Key.`;
    return new Problem('NoAnswer', detail, [], { cause: error });
  }
  return problemOfFastify(error);
}

/** Fastify's own errors, by their codes; it makes them before a route is asked. */
function problemOfFastify(error: unknown): Problem {
  const { code, statusCode } = isFastifyError(error) ? error : { code: '', statusCode: 500 };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('RequestTooLarge', `The body must be at most ${BODY_LIMIT / 1024} KiB.`, [], { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('UnsupportedMediaType', 'Send the body as JSON, with content-type: application/json.', [], {
        cause: error,
      });
  }
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? new Problem('UnreadableRequest', 'The request is not valid HTTP with a JSON body.', [], { cause: error })
    : new Problem('InternalError', 'Something went wrong that is not your fault; the log of the API has it.', [], {
        cause: error,
      });
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && 'code' in error;
}
