import type { z } from 'zod';
import { errorAnswer, INVALID_ACCESS, validationError, type Answer } from './answer.ts';

/** Thrown when a call is refused; carries its answer. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('The call is refused.');
    this.answer = answer;
  }
}

export function invalid(field: string, message: string): Refusal {
  return new Refusal(validationError([{ field, message }]));
}

export function notFound(what: string): Refusal {
  return new Refusal(errorAnswer(404, `No such ${what}`));
}

export function invalidAccess(): Refusal {
  return new Refusal(INVALID_ACCESS);
}

/**
 * The value as the schema reads it.
 *
 * @throws Refusal a validation error that names every wrong field.
 */
export function requestOf<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(
    validationError(result.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }))),
  );
}
