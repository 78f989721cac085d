import { z } from 'zod';
import { DATE_TIME, NOT_A_DATE_TIME, problemOfDate } from './dates.ts';

/** A date that a caller sends, as a zod schema. That it has a range cannot be said in JSON Schema. */
export const dateTime = z
  .string()
  .regex(DATE_TIME, { abort: true, error: NOT_A_DATE_TIME })
  .superRefine((value, context) => {
    const message = problemOfDate(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({ format: 'date-time' });

/** An e-mail address as zod takes it, without the host names that end a label with a hyphen, which JSON Schema's format refuses. */
export const emailAddress = z.email({
  pattern: /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}$/,
});
