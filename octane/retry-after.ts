const LONGEST = 24 * 60 * 60 * 1000;

/** Milliseconds from a `Retry-After` header: seconds, or an HTTP date. No more than a day. */
export function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return milliseconds > 0 ? Math.min(milliseconds, LONGEST) : undefined;
}
