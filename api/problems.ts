import { z } from 'zod';
import type { WrongField } from '../contract/failures.ts';

/** Every answer that is no success, by the last part of its `type`; docs/api.md has the same table. */
export const PROBLEMS = {
  UnreadableRequest: { status: 400, title: 'The request cannot be read' },
  Unauthenticated: { status: 401, title: 'The login is missing or is not accepted' },
  NotAllowed: { status: 403, title: 'The caller has no role for this' },
  NoSuchOrder: { status: 404, title: 'There is no such order' },
  NoSuchResource: { status: 404, title: 'There is nothing at this address' },
  MethodNotAllowed: { status: 405, title: 'The address does not take this method' },
  ReferenceInUse: { status: 409, title: 'The reference stands for another order' },
  UpdateRefused: { status: 409, title: 'The order does not take this now' },
  RequestTooLarge: { status: 413, title: 'The request is too large' },
  UnsupportedMediaType: { status: 415, title: 'The body must be application/json' },
  InvalidOrder: { status: 422, title: 'The order is invalid' },
  InvalidRequest: { status: 422, title: 'The request is invalid' },
  IdempotencyKeyInUse: { status: 422, title: 'The Idempotency-Key stands for another request' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  InternalError: { status: 500, title: 'The API failed' },
  SlotsNotListed: { status: 502, title: 'Octane does not list the free slots' },
  TemporalUnavailable: { status: 503, title: 'Temporal cannot be reached' },
  CannotDecrypt: { status: 503, title: 'The order cannot be decrypted here' },
  NoWorker: { status: 503, title: 'No worker runs' },
  IssuerUnavailable: { status: 503, title: 'The login cannot be checked now' },
  NoAnswer: { status: 504, title: 'There was no answer in time' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemType = keyof typeof PROBLEMS;

/** A request that is answered with a problem. The message is for the caller, so it holds nothing of ours. */
export class Problem extends Error {
  readonly type: ProblemType;
  /** With `InvalidOrder` and `InvalidRequest`: every wrong field. */
  readonly fields: WrongField[];

  constructor(type: ProblemType, detail: string, fields: WrongField[] = [], options?: ErrorOptions) {
    super(detail, options);
    this.name = 'Problem';
    this.type = type;
    this.fields = fields;
  }
}

export const PROBLEM_JSON = 'application/problem+json';

/** RFC 9457. */
export const problemSchema = z
  .object({
    type: z.enum(Object.keys(PROBLEMS).map((type) => uriOf(type))),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
  })
  .meta({ id: 'Problem', description: 'A problem as RFC 9457 has it. `fields` names every wrong field.' });

export function bodyOf({ type, message, fields }: Problem): z.infer<typeof problemSchema> {
  const { status, title } = PROBLEMS[type];
  return { type: uriOf(type), title, status, detail: message, ...(fields.length > 0 && { fields }) };
}

/** A name, not an address: nothing has to be fetched to understand it. */
function uriOf(type: string): string {
  return `urn:nbn-orders:problem:${type}`;
}

/** The responses of a route that answers with these problems, for OpenAPI. */
export function problemResponses(...types: ProblemType[]): Record<number, ReturnType<typeof responseOf>> {
  const byStatus = new Map<number, ProblemType[]>();
  for (const type of types) {
    const { status } = PROBLEMS[type];
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  return Object.fromEntries([...byStatus].map(([status, all]) => [status, responseOf(all)]));
}

function responseOf(types: ProblemType[]) {
  const description = types.map((type) => `\`${type}\`: ${PROBLEMS[type].title}.`).join(' ');
  return { description, content: { [PROBLEM_JSON]: { schema: problemSchema } } };
}
