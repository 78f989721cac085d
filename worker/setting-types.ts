import ms, { type StringValue } from 'ms';
import { z } from 'zod';

/** A time such as `30m`, in milliseconds. A bare number is refused, because it has no unit. */
export function duration(limits: { min: StringValue; max: StringValue }): z.ZodType<number, string> {
  return z.string().transform((text, context) => {
    const value = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? (ms(text as StringValue) as number | undefined) : undefined;
    if (value !== undefined && value >= ms(limits.min) && value <= ms(limits.max)) return value;
    context.addIssue({
      code: 'custom',
      message: `must be a time from ${limits.min} to ${limits.max}, such as 30s, 30m or 1h`,
    });
    return z.NEVER;
  });
}

export const groupNo = z.string().regex(/^[A-Za-z0-9]{1,20}$/, 'must be 1–20 letters or digits');

/** Whether a URL has a user or a password in it, which logs would show. */
export function hasCredentials(url: string): boolean {
  const { username = '', password = '' } = URL.canParse(url) ? new URL(url) : {};
  return username !== '' || password !== '';
}
