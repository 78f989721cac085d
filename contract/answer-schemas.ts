import { z } from 'zod';
import { EVENT_TYPES } from './events.ts';
import { FALLOUT_CODES, RESOLVE_ACTIONS } from './fallout.ts';
import { FAILURE_TYPES } from './failures.ts';
import { FLOWS } from './names.ts';
import { OCTANE_ORDER_STATES, OWN_ORDER_STATES, WAITING_FOR } from './states.ts';

/*
 * What orders answer with, as zod schemas: for callers in other languages, by way of contract/schemas. The types are in
 * outputs.ts, updates.ts and failures.ts, because workflow code imports those and must not import zod; test/contract proves that
 * both say the same. An answer may gain fields and values at any time, so nothing here is strict.
 */

const instant = z.string().meta({ format: 'date-time' });

const reference = z.string().describe("The caller's own order number.");
const flow = z.enum(FLOWS).describe('The kind of order, which is also the type of its workflow.');
const custNo = z.int().describe("Octane's number of the customer.");
const lineSeqNo = z.int().describe('The number of the service line.');
const orderId = z.string().describe("Octane's number of the order.");
const orderStatus = z.string().describe("Octane's own word for the status.");
const code = z.enum(FALLOUT_CODES).describe('Why a person must decide.');

const choice = z
  .object({
    action: z.enum(RESOLVE_ACTIONS).describe('What to send with the update resolve.'),
    effect: z.string().describe('What it would do.'),
  })
  .meta({ title: 'Choice', description: 'One of the possible decisions.' });

const fallout = z
  .object({
    code,
    step: z.string().describe('Where the order stopped.'),
    sentence: z.string().describe('For a person: what happened, and what was tried.'),
    choices: z.array(choice).describe('The decisions that are possible.'),
    since: instant.describe('When the order stopped.'),
  })
  .meta({ title: 'Fallout', description: 'What a person must decide; only in the state fallout.' });

// No format: Octane's times are passed on as they were understood, and may be empty.
const bookedAppointment = z
  .object({
    appointmentId: z.string().describe("Octane's id of the appointment."),
    startTime: z.string().describe('ISO 8601 with a zone; empty when Octane has not said it.'),
    endTime: z.string().describe('ISO 8601 with a zone; empty when Octane has not said it.'),
  })
  .meta({ title: 'BookedAppointment', description: "The technician's appointment." });

const orderResult = z.object({
  reference,
  flow,
  state: z.enum(['completed', 'partial']).describe('How the order ended.'),
  orderId: orderId.exactOptional(),
  custNo,
  lineSeqNo: lineSeqNo.exactOptional(),
  note: z.string().describe('For a person, where there is something to know about the end.').exactOptional(),
});

const enquiryResult = z.object({
  reference,
  flow,
  state: z.literal('completed').describe('How it ended.'),
  enquiryId: z.string().describe("Octane's number of the enquiry."),
  custNo,
  lineSeqNo,
  outcome: z.string().describe("Octane's own word, such as Pass.").exactOptional(),
  summary: z.string().describe("Octane's own sentence.").exactOptional(),
  metrics: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe('Measurements by their names.'),
});

const timelineEntry = z
  .object({
    at: instant.describe("By the Temporal server's clock."),
    text: z.string().describe('What happened.'),
  })
  .meta({ title: 'TimelineEntry', description: 'One event in the life of the order.' });

const progress = z.object({
  orderStatus: orderStatus.optional(),
  orderSubStatus: z.string().describe("Octane's own word for the sub-status.").optional(),
  orderExternalStatus: z.string().describe("Octane's own word for the status at the network.").optional(),
  reference,
  flow,
  state: z.enum([...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES]).describe('The order state.'),
  waitingFor: z.enum(WAITING_FOR).describe('Who or what has to move next.').exactOptional(),
  custNo: custNo.exactOptional(),
  groupNo: z.string().describe("Octane's service provider group.").exactOptional(),
  orderId: orderId.exactOptional(),
  hint: z.string().describe('For a person: what has to be done.').exactOptional(),
  heldBy: z.string().describe('The workflow id of the order that holds the service.').exactOptional(),
  appointment: bookedAppointment.exactOptional(),
  fallout: fallout.exactOptional(),
  dueDate: instant.describe('The target of the current phase.').exactOptional(),
  inJeopardy: z.boolean().describe('Whether that target is missed.').exactOptional(),
  timeline: z.array(timelineEntry).describe('The latest events of the order, oldest first.'),
});

const wrongField = z
  .object({
    path: z.string().describe('Where it is, such as service.custNo.'),
    message: z.string().describe('What is wrong.'),
  })
  .meta({ title: 'WrongField', description: 'One wrong field of the input.' });

const failureDetails = z.object({
  reference: reference.exactOptional(),
  fields: z.array(wrongField).describe('All wrong fields; with InvalidOrder.').exactOptional(),
  orderId: orderId.exactOptional(),
  orderStatus: orderStatus.exactOptional(),
  outcome: z
    .enum(['refused', 'placed', 'unknown'])
    .describe('Whether the call that failed has created something at Octane.')
    .exactOptional(),
  operation: z.string().describe("Octane's operation that was called.").exactOptional(),
  code: code.exactOptional(),
  candidates: z.array(z.string()).describe("Octane's orders that this one may be.").exactOptional(),
  httpStatus: z.int().describe("The HTTP status of Octane's answer.").exactOptional(),
  retryAfter: z.number().describe('Milliseconds for which Octane does not want to be called.').exactOptional(),
  heldBack: z.boolean().describe('Whether the call was not sent, because Octane is away.').exactOptional(),
});

const event = z.object({
  type: z.enum(EVENT_TYPES).describe('What happened.'),
  timestamp: instant.describe("When it happened, by the Temporal server's clock."),
  data: z
    .object({
      reference,
      flow,
      sequence: z.int().describe('Grows with each event of a reference; gaps mean nothing.'),
      state: z.enum([...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES]).describe('The order state after it.'),
      orderId: orderId.exactOptional(),
      falloutCode: code.exactOptional(),
      inJeopardy: z.boolean().describe('Whether the target of the current phase is missed.').exactOptional(),
      dueDate: instant.describe('The target of the current phase.').exactOptional(),
      appointment: bookedAppointment
        .omit({ appointmentId: true })
        .meta({ title: 'AppointmentTimes', description: 'When the technician comes.' })
        .exactOptional(),
      url: z.url().describe('Where the order is found.').exactOptional(),
    })
    .meta({ title: 'EventData', description: 'How the order stands after it. Nothing personal.' }),
});

export const ANSWERS = {
  orderResult,
  enquiryResult,
  progress,
  failureType: z.enum(FAILURE_TYPES),
  failureDetails,
  withdrawal: z.object({
    accepted: z.boolean().describe('Whether the order will try to end. Its own end says whether that came in time.'),
    why: z.string().describe('For a person: the reason.'),
  }),
  bookedAppointment,
  event,
  resolution: z.object({ accepted: z.enum(RESOLVE_ACTIONS).describe('The decision that the order follows now.') }),
} as const;
