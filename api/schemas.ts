import { z } from 'zod';
import { ANSWERS } from '../contract/answer-schemas.ts';
import { RECEIVER_NAME } from '../contract/event-delivery.ts';
import { INPUTS } from '../contract/inputs.ts';
import { FLOWS } from '../contract/names.ts';
import { dateTime } from '../contract/shared-schemas.ts';
import { OCTANE_ORDER_STATES, OWN_ORDER_STATES, WAITING_FOR } from '../contract/states.ts';
import { ORDER_ID, SLOT_TYPES } from '../contract/update-requests.ts';
import { REQUESTS } from '../contract/update-request-schemas.ts';

/*
 * What the API takes and answers, made of the contract's schemas. A request is strict; an answer may gain fields.
 */

const { reference } = INPUTS.planChange.shape;

/** What to order: a flow, its input, and the reference. */
export const checkBody = z
  .discriminatedUnion('flow', [
    z.strictObject({ flow: z.literal('activate'), ...INPUTS.activate.shape }),
    z.strictObject({ flow: z.literal('planChange'), ...INPUTS.planChange.shape }),
    z.strictObject({ flow: z.literal('suspend'), ...INPUTS.suspend.shape }),
    z.strictObject({ flow: z.literal('unsuspend'), ...INPUTS.unsuspend.shape }),
    z.strictObject({ flow: z.literal('shape'), ...INPUTS.shape.shape }),
    z.strictObject({ flow: z.literal('unshape'), ...INPUTS.unshape.shape }),
    z.strictObject({ flow: z.literal('disconnect'), ...INPUTS.disconnect.shape }),
    z.strictObject({ flow: z.literal('diagnosticTest'), ...INPUTS.diagnosticTest.shape }),
    z.strictObject({ flow: z.literal('serviceHealthCheck'), ...INPUTS.serviceHealthCheck.shape }),
  ])
  .meta({ id: 'OrderToCheck' });

const [activate, planChange, suspend, unsuspend, shape, unshape, disconnect, diagnosticTest, serviceHealthCheck] =
  checkBody.options;

const inAddress = { reference: true } as const;

/** As it is sent to the reference's own address. */
export const orderBody = z
  .discriminatedUnion('flow', [
    activate.omit(inAddress),
    planChange.omit(inAddress),
    suspend.omit(inAddress),
    unsuspend.omit(inAddress),
    shape.omit(inAddress),
    unshape.omit(inAddress),
    disconnect.omit(inAddress),
    diagnosticTest.omit(inAddress),
    serviceHealthCheck.omit(inAddress),
  ])
  .meta({ id: 'Order' });

export const orderAddress = z.object({ reference });

/** Who asks is in the login. */
const byLogin = { by: true } as const;
const [retry, adopt, skipOrAbandon] = REQUESTS.resolve.options;

export const withdrawBody = REQUESTS.withdraw.omit(byLogin).meta({ id: 'WithdrawRequest' });
export const rescheduleBody = REQUESTS.reschedule.omit(byLogin).meta({ id: 'RescheduleRequest' });
export const resolveBody = z
  .discriminatedUnion('action', [retry.omit(byLogin), adopt.omit(byLogin), skipOrAbandon.omit(byLogin)])
  .meta({ id: 'ResolveRequest' });

export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[!-~]{1,128}$/, 'must be 1–128 visible characters')
    .optional()
    .describe('The same request with the same key is one request, however often it is sent.'),
});

export const notificationBody = z.strictObject({
  orderId: z.string().regex(ORDER_ID, 'must be 1–64 visible characters'),
});

const MOST_ORDERS = 200;

export const listQuery = z.strictObject({
  state: z.enum([...OCTANE_ORDER_STATES, ...OWN_ORDER_STATES]).optional(),
  flow: z.enum(FLOWS).optional(),
  custNo: z.coerce.number().int().positive().optional(),
  waitingFor: z.enum(WAITING_FOR).optional().describe('Who or what an open order waits for.'),
  jeopardy: z.enum(['true']).optional().describe('Only open orders that take longer than their target.'),
  orderId: z.string().regex(ORDER_ID).optional().describe("Octane's number of the order."),
  dueBefore: dateTime.optional().describe('Only open orders whose phase should be over before this.'),
  limit: z.coerce.number().int().positive().max(MOST_ORDERS).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/)
    .optional()
    .describe('That of the page before, with the same filter.'),
});

const receiver = z.string().regex(RECEIVER_NAME, 'must be 1–32 of a-z 0-9 -').describe("The receiver's name.");

/** Whose events; all when it says nothing. */
export const undeliveredFilter = z
  .strictObject({ receiver: receiver.optional(), reference: reference.optional() })
  .meta({ id: 'UndeliveredFilter' });

/** Each is asked for by itself. */
const MOST_UNDELIVERED = 50;

export const undeliveredQuery = undeliveredFilter.extend({
  limit: z.coerce.number().int().positive().max(MOST_UNDELIVERED).default(MOST_UNDELIVERED),
});

/** What a caller may do with an order as it stands. */
export const ORDER_ACTIONS = ['withdraw', 'reschedule', 'resolve', 'poll'] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

export const startedAnswer = z.object({ reference: z.string(), flow: z.enum(FLOWS) }).meta({ id: 'StartedOrder' });

export const checkedAnswer = z.object({
  exists: z.boolean().describe('Whether the order is there already, so that sending it would start nothing.'),
});

export const orderAnswer = ANSWERS.progress
  .omit({ timeline: true })
  .extend({
    workflowStatus: z.string().describe("Temporal's word: RUNNING, or how the workflow closed."),
    retries: z
      .array(z.object({ activity: z.string(), attempt: z.number(), lastFailure: z.string() }))
      .describe('Calls that keep failing now; none when all is well.'),
    result: z.union([ANSWERS.orderResult, ANSWERS.enquiryResult]).exactOptional(),
    failure: z.object({ type: ANSWERS.failureType, message: z.string() }).exactOptional(),
    may: z.array(z.enum(ORDER_ACTIONS)).describe('What this caller may do with the order now.'),
  })
  .meta({ id: 'OrderView' });

export const slotsQuery = z.strictObject({
  notBefore: REQUESTS.reschedule.shape.notBefore.describe("Not before this instant; default: Octane's earliest."),
});

export const slotsAnswer = z
  .object({
    slots: z.array(
      z.object({
        slotId: z.string(),
        startTime: z.string().meta({ format: 'date-time' }),
        endTime: z.string().meta({ format: 'date-time' }),
        slotType: z.enum(SLOT_TYPES).exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Slots' });

export const timelineAnswer = z.object({ timeline: ANSWERS.progress.shape.timeline }).meta({ id: 'Timeline' });

const orderSummary = z
  .object({
    reference: z.string(),
    flow: z.string(),
    state: z.string().optional(),
    waitingFor: z.string().optional(),
    orderId: z.string().optional(),
    orderStatus: z.string().optional(),
    custNo: z.string().optional(),
    dueDate: z.date().optional(),
    inJeopardy: z.boolean(),
    startedAt: z.date(),
    closedAt: z.date().optional(),
  })
  .meta({ id: 'OrderSummary' });

export const pageAnswer = z.object({
  orders: z.array(orderSummary),
  cursor: z.string().exactOptional().describe('Of the next page; missing after the last one.'),
});

export const { withdrawal: withdrawAnswer, bookedAppointment: rescheduleAnswer, resolution: resolveAnswer } = ANSWERS;

export const pollAnswer = z.object({ polls: z.boolean(), why: z.string() });

export const undeliveredAnswer = z.object({
  undelivered: z.array(
    z
      .object({
        receiver: z.string(),
        reference: z.string(),
        since: z.date(),
        attempts: z.number().describe('How often the first of them was sent since its tries began.'),
        why: z.string().exactOptional().describe('Why the last attempt was none.'),
        nextAttempt: z
          .date()
          .exactOptional()
          .describe('Missing when it is given up, and while an attempt is under way.'),
        isGivenUp: z.boolean().describe('It waits to be sent again, or for the next event of the order.'),
      })
      .meta({ id: 'UndeliveredEvents' }),
  ),
  all: z.number().describe('How many there are, of all receivers and orders.'),
});

export const sentAgainAnswer = z.object({
  sentAgain: z.number().describe('For how many orders and receivers events are sent again.'),
});

export const healthAnswer = z.object({ status: z.enum(['live', 'ready']) });
