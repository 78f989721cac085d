/** What a call is answered with. Without an answer: `reset` breaks the connection, `hang` leaves it open. */
export type Answer = WireAnswer | 'reset' | 'hang';

export interface WireAnswer {
  httpStatus: number;
  contentType: string;
  headers?: Record<string, string>;
  body: string;
  /** Default: UTF-8. */
  encoding?: 'latin1';
  /** Default: the body is sent as it is. */
  contentEncoding?: 'gzip';
}

export function json(value: unknown, httpStatus = 200): WireAnswer {
  return { httpStatus, contentType: 'application/json', body: JSON.stringify(value) };
}

/** documented. */
export const NO_CONTENT: Answer = { httpStatus: 204, contentType: 'text/plain', body: '' };

export interface FieldError {
  field: string;
  message: string;
}

/** documented: a validation error is an HTTP 200. inferred: its body. */
export function validationError(errors: readonly FieldError[]): WireAnswer {
  return json({ success: false, errors });
}

/** inferred: the body. */
export function errorAnswer(httpStatus: number, message: string): WireAnswer {
  return json({ success: false, message }, httpStatus);
}

/** documented: the status and the words. */
export const INVALID_ACCESS = errorAnswer(403, 'Invalid access');

export const MAINTENANCE_PAGE: Answer = {
  httpStatus: 200,
  contentType: 'text/html',
  body: '<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>',
};
