import { Info } from 'luxon';
import { z } from 'zod';
import { OPERATION_NAMES } from '../../octane/operations.ts';

/** `before`: the call is lost, and nothing is done. `after`: the call is carried out, and its answer is lost. */
const when = z.enum(['before', 'after']).default('before');

/** Which calls a rule is for, and how many of them it hits. */
const aim = {
  /** Default: all operations. */
  operations: z.array(z.enum(OPERATION_NAMES)).min(1).optional(),
  /** Only calls about this customer, or about one of its orders or enquiries. */
  custNo: z.number().int().positive().optional(),
  /** Only calls whose path names this order. */
  orderId: z.string().min(1).optional(),
  /** How many calls it hits; default: all until the rules are replaced or cleared. */
  calls: z.number().int().positive().optional(),
  /** How long it hits, in seconds of the sandbox's time from its first hit; default: no end. */
  durationSeconds: z.number().positive().optional(),
  /** The probability that it hits a call; default 1. */
  probability: z.number().gt(0).max(1).default(1),
};

const longest = 24 * 60 * 60 * 1000;

/** The name of a field, or a path such as `instance.0.status`. */
const path = z.string().min(1);

const dateForm = z.strictObject({
  /** In Luxon's tokens, such as `yyyy-MM-dd`. */
  format: z.string().min(1),
  zone: z.string().refine(Info.isValidIANAZone, 'must be a time zone such as Australia/Sydney').default('UTC'),
});

const rule = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('reset'), when, ...aim }),
  z.strictObject({ fault: z.literal('hang'), when, ...aim }),
  /** `delay`: milliseconds of real time. */
  z.strictObject({ fault: z.literal('late'), delay: z.number().int().positive().max(longest), when, ...aim }),
  z.strictObject({ fault: z.literal('twice'), ...aim }),
  /** `delaySeconds`: of the sandbox's time. */
  z.strictObject({ fault: z.literal('deferred'), delaySeconds: z.number().positive(), ...aim }),
  /** `retryAfter`: the header as it is sent, seconds or an HTTP date. */
  z.strictObject({
    fault: z.literal('status'),
    httpStatus: z.number().int().min(300).max(599),
    retryAfter: z.string().min(1).optional(),
    when,
    ...aim,
  }),
  z.strictObject({ fault: z.literal('webPage'), when, ...aim }),
  z.strictObject({ fault: z.literal('notJson'), when, ...aim }),
  z.strictObject({ fault: z.literal('notUtf8'), when, ...aim }),
  z.strictObject({ fault: z.literal('half'), ...aim }),
  z.strictObject({ fault: z.literal('wrongContentType'), ...aim }),
  z.strictObject({
    fault: z.literal('answer'),
    httpStatus: z.number().int().min(200).max(599).default(200),
    contentType: z.string().min(1).default('application/json'),
    body: z.string(),
    when,
    ...aim,
  }),
  /** Changes each row in the order of these fields. */
  z.strictObject({
    fault: z.literal('rewrite'),
    /** Only rows with these values; default: all rows. */
    where: z.record(path, z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
    dates: z.record(path, dateForm).default({}),
    /** New names by old ones. */
    rename: z.record(path, path).default({}),
    remove: z.array(path).default([]),
    set: z.record(path, z.json()).default({}),
    /** Puts the answer into an object, as its field `list`, beside `fields`. */
    envelope: z
      .strictObject({ list: z.string().min(1), fields: z.record(z.string(), z.json()).default({}) })
      .optional(),
    ...aim,
  }),
]);

/** What goes wrong from now on. */
export const faultScenario = z.strictObject({
  /** The first rule that hits a call decides. */
  rules: z.array(rule).default([]),
  /** The seed of the probabilities: with the same seed, a rule hits the same of its calls again. */
  seed: z.number().int().min(0).max(0xffffffff).default(0),
  /** Seconds of the sandbox's time after which listOrders shows a new order. */
  orderListDelay: z.number().min(0).default(0),
});

export type FaultRule = z.output<typeof rule>;
export type FaultScenario = z.output<typeof faultScenario>;

/** Every kind of fault, with its own fields. */
export const FAULT_KINDS: readonly { fault: FaultRule['fault']; fields: string[] }[] = rule.options.map(
  ({ shape }) => ({
    fault: shape.fault.value,
    fields: Object.keys(shape).filter((field) => field !== 'fault' && !(field in aim)),
  }),
);
