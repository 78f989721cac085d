import { z } from 'zod';
import { FALLOUT_CODES, RESOLVE_ACTIONS } from './fallout.ts';
import { FAILURE_TYPES } from './failures.ts';
import { FLOWS } from './names.ts';
import { OCTANE_ORDER_STATES, OWN_ORDER_STATES } from './states.ts';

/*
 * What orders answer with, as zod schemas: for callers in other languages, by way of contract/schemas. The types are in
 * outputs.ts, updates.ts and failures.ts, because workflow code imports those and must not import zod; test/contract proves
 * that both say the same. An answer may gain fields and values at any time, so nothing here is strict.
 */

const choice = z.object({ action: z.enum(RESOLVE_ACTIONS), effect: z.string() });

const fallout = z.object({
  code: z.enum(FALLOUT_CODES),
  step: z.string(),
  sentence: z.string(),
  choices: z.array(choice),
  since: z.string(),
});

const bookedAppointment = z.object({ appointmentId: z.string(), startTime: z.string(), endTime: z.string() });

const orderResult = z.object({
  reference: z.string(),
  flow: z.enum(FLOWS),
  state: z.enum(['completed', 'partial']),
  orderId: z.string().exactOptional(),
  custNo: z.number(),
  lineSeqNo: z.number().exactOptional(),
  note: z.string().exactOptional(),
});

const enquiryResult = z.object({
  reference: z.string(),
  flow: z.enum(FLOWS),
  state: z.literal('completed'),
  enquiryId: z.string(),
  custNo: z.number(),
  lineSeqNo: z.number(),
  outcome: z.string().exactOptional(),
  summary: z.string().exactOptional(),
  metrics: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

const progress = z.object({
  orderStatus: z.string().optional(),
  orderSubStatus: z.string().optional(),
  orderExternalStatus: z.string().optional(),
  reference: z.string(),
  flow: z.enum(FLOWS),
  state: z.enum([...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES]),
  waitingFor: z.enum(['octane', 'customer', 'operator', 'service', 'date']).exactOptional(),
  custNo: z.number().exactOptional(),
  groupNo: z.string().exactOptional(),
  orderId: z.string().exactOptional(),
  hint: z.string().exactOptional(),
  heldBy: z.string().exactOptional(),
  appointment: bookedAppointment.exactOptional(),
  fallout: fallout.exactOptional(),
  dueDate: z.string().exactOptional(),
  inJeopardy: z.boolean().exactOptional(),
  timeline: z.array(z.object({ at: z.string(), text: z.string() })),
});

const failureDetails = z.object({
  reference: z.string().exactOptional(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
  orderId: z.string().exactOptional(),
  orderStatus: z.string().exactOptional(),
  outcome: z.enum(['refused', 'placed', 'unknown']).exactOptional(),
  operation: z.string().exactOptional(),
  code: z.enum(FALLOUT_CODES).exactOptional(),
  candidates: z.array(z.string()).exactOptional(),
  httpStatus: z.number().exactOptional(),
  retryAfter: z.number().exactOptional(),
  heldBack: z.boolean().exactOptional(),
});

export const ANSWERS = {
  orderResult,
  enquiryResult,
  progress,
  failureType: z.enum(FAILURE_TYPES),
  failureDetails,
  withdrawal: z.object({ accepted: z.boolean(), why: z.string() }),
  bookedAppointment,
  resolution: z.object({ accepted: z.enum(RESOLVE_ACTIONS) }),
} as const;
