/** What a call is answered with; `hangUp`: nothing at all, the connection is destroyed. */
export type Answer = WireAnswer | 'hangUp';

interface WireAnswer {
  httpStatus: number;
  contentType: string;
  headers?: Record<string, string>;
  body: string;
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
