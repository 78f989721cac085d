import type { z } from 'zod';
import { OctaneError } from './errors.ts';
import type { OperationName } from './operations.ts';

/**
 * Checks a request's body against the documented rules before it is sent, because Octane's own validation is not documented.
 *
 * @throws OctaneError `OctaneRefused`, outcome `refused`: nothing was sent. Names every wrong field, without its value.
 */
export function checked<Schema extends z.ZodType>(
  operation: OperationName,
  schema: Schema,
  body: z.input<Schema>,
): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw notSent(
    operation,
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`),
  );
}

/** `problems` name fields, never their values. */
export function notSent(operation: OperationName, problems: string[]): OctaneError {
  return new OctaneError(`${operation} was not sent, it breaks Octane's documented rules: ${problems.join('; ')}.`, {
    type: 'OctaneRefused',
    operation,
    outcome: 'refused',
    retryable: false,
  });
}
