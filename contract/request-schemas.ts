import { z } from 'zod';
import { RESOLVE_ACTIONS } from './fallout.ts';

/*
 * What the updates of a running order take, as zod schemas; the types are in updates.ts (see answer-schemas.ts for why there
 * are both). The order itself checks a request, in plain code, and takes a field that it does not know as none.
 */

const asked = { by: z.string(), reason: z.string() };

export const REQUESTS = {
  withdraw: z.object(asked),
  reschedule: z.object({
    ...asked,
    slotId: z.string().exactOptional(),
    notBefore: z.string().exactOptional(),
    slotType: z.enum(['AM', 'PM']).exactOptional(),
  }),
  resolve: z.object({
    ...asked,
    action: z.enum(RESOLVE_ACTIONS),
    orderId: z.string().exactOptional(),
    input: z.record(z.string(), z.unknown()).exactOptional(),
  }),
} as const;
