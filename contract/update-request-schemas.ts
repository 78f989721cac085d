import { z } from 'zod';
import { dateTime } from './shared-schemas.ts';
import { TEXT_LIMITS } from './limits.ts';
import { INPUT_LIMIT, ORDER_ID, SLOT_ID_LIMIT, SLOT_TYPES, TEXT } from './update-requests.ts';

/*
 * What the updates of a running order take, as zod schemas, for callers in other languages by way of contract/schemas. The order
 * itself checks a request in plain code (update-requests.ts), because workflow code must not import zod; test/contract proves that both
 * accept the same, and that the types in updates.ts fit. `null` counts as absent before a schema is asked.
 */

const text = (limit: number) => z.string().min(1).max(limit).regex(TEXT);

const asked = {
  by: text(TEXT_LIMITS.by).describe("Who asks for this. It stays in the order's history."),
  reason: text(TEXT_LIMITS.reason).describe("Why. It stays in the order's history."),
};

const input = z
  .record(z.string(), z.unknown())
  .refine((fields) => JSON.stringify(fields).length <= INPUT_LIMIT, `must be at most ${INPUT_LIMIT} characters as JSON`)
  .describe(`Fields of the input to replace; at most ${INPUT_LIMIT} characters as JSON. The order starts over.`);

const action = 'The decision: one of those that the fallout offers.';

const retry = z
  .strictObject({ ...asked, action: z.literal('retry').describe(action), input: input.exactOptional() })
  .meta({ title: 'Retry', description: 'Tries again, with a corrected input where that is needed.' });
const adopt = z
  .strictObject({
    ...asked,
    action: z.literal('adopt').describe(action),
    orderId: z.string().regex(ORDER_ID).describe('The order that Octane has already.'),
  })
  .meta({ title: 'Adopt', description: 'Takes an order that Octane has already, and follows it.' });
const skipOrAbandon = z
  .strictObject({ ...asked, action: z.enum(['skip', 'abandon']).describe(action) })
  .meta({ title: 'SkipOrAbandon', description: 'Continues without the step, or ends the order as OrderAbandoned.' });

export const REQUESTS = {
  withdraw: z.strictObject(asked),
  reschedule: z.strictObject({
    ...asked,
    slotId: text(SLOT_ID_LIMIT)
      .describe("Octane's id of a timeslot; without it the first slot that fits.")
      .exactOptional(),
    notBefore: dateTime.describe('The appointment does not begin before this instant.').exactOptional(),
    slotType: z.enum(SLOT_TYPES).describe('Half of the day.').exactOptional(),
  }),
  resolve: z.union([retry, adopt, skipOrAbandon]),
} as const;
