import { z } from 'zod';
import { dateTime } from './shared-schemas.ts';
import { TEXT_LIMITS } from './limits.ts';
import { INPUT_LIMIT, ORDER_ID, SLOT_ID_LIMIT, SLOT_TYPES, TEXT } from './update-requests.ts';

/*
 * What the updates of a running order take, as zod schemas, for callers in other languages by way of contract/schemas. The order
 * itself checks a request in plain code (requests.ts), because workflow code must not import zod; test/contract proves that both
 * accept the same, and that the types in updates.ts fit. `null` counts as absent before a schema is asked.
 */

const text = (limit: number) => z.string().min(1).max(limit).regex(TEXT);

const asked = { by: text(TEXT_LIMITS.by), reason: text(TEXT_LIMITS.reason) };

const input = z
  .record(z.string(), z.unknown())
  .refine(
    (fields) => JSON.stringify(fields).length <= INPUT_LIMIT,
    `must be at most ${INPUT_LIMIT} characters as JSON`,
  );

export const REQUESTS = {
  withdraw: z.strictObject(asked),
  reschedule: z.strictObject({
    ...asked,
    slotId: text(SLOT_ID_LIMIT).exactOptional(),
    notBefore: dateTime.exactOptional(),
    slotType: z.enum(SLOT_TYPES).exactOptional(),
  }),
  resolve: z.union([
    z.strictObject({ ...asked, action: z.literal('retry'), input: input.exactOptional() }),
    z.strictObject({ ...asked, action: z.literal('adopt'), orderId: z.string().regex(ORDER_ID) }),
    z.strictObject({ ...asked, action: z.enum(['skip', 'abandon']) }),
  ]),
} as const;
