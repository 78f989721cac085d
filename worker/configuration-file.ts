import { IANAZone } from 'luxon';
import { z } from 'zod';
import { dateTime } from '../contract/shared-schemas.ts';
import { OCTANE_ORDER_STATES } from '../contract/states.ts';
import { OPERATION_NAMES } from '../octane/operations.ts';
import { prematureEndings } from '../octane/statuses.ts';
import { ourWords, WORD_KINDS, type WordKind } from '../octane/words.ts';
import { AUSTRALIAN_STATES } from '../rules/calendar/states.ts';
import { jeopardyTargetsSchema } from '../rules/calendar/targets.ts';
import { operationsSchema, pathsSchema, queryName } from './operation-settings.ts';
import { eventsSchema } from './event-settings.ts';
import { duration, groupNo } from './setting-types.ts';

const table = <Kind extends WordKind>(kind: Kind) => z.record(z.string().min(1), z.enum(ourWords(kind))).optional();

type Tables = { [Kind in WordKind]: ReturnType<typeof table<Kind>> };

/** The file that `NBN_CONFIG` names; nbn-config.schema.json has it as JSON Schema. */
export const fileSchema = z
  .strictObject({
    /** For editors: where the JSON Schema is. */
    $schema: z.string().optional(),
    /** How this Octane's operations differ from those of octane/operations.ts. */
    operations: operationsSchema.default({}),
    /** Short for a path alone. */
    paths: pathsSchema.default({}),
    /** What this Octane's words mean, besides those of octane/words.ts. */
    words: z.strictObject(Object.fromEntries(WORD_KINDS.map((kind) => [kind, table(kind)])) as Tables).default({}),
    /** Rows that come before those of octane/statuses.ts. */
    statuses: z
      .array(
        z.strictObject({
          orderStatus: z.string().min(1).optional(),
          orderSubStatus: z.string().min(1).optional(),
          orderExternalStatus: z.string().min(1).optional(),
          state: z.enum(OCTANE_ORDER_STATES),
          /** That the order stands still until another appointment is booked. */
          awaits: z.literal('appointment').optional(),
        }),
      )
      .refine((rows) => prematureEndings(rows).length === 0, 'a row that ends an order must name its orderStatus')
      .default([]),
    /** Rows that come before those of rules/calendar/targets.ts. */
    targets: jeopardyTargetsSchema.default([]),
    defaultState: z.enum(AUSTRALIAN_STATES).default('NSW'),
    // inferred: nothing is known of it, so the default is a long one.
    orderListDelay: duration({ min: '0s', max: '1d' }).prefault('5m'),
    // inferred: with another wholesaler a qualification counts for two hours.
    qualificationFreshness: duration({ min: '1m', max: '7d' }).prefault('90m'),
    // inferred: the list of orders, and what its query is called, so no group is watched unless this is set.
    watch: z
      .strictObject({
        interval: duration({ min: '100ms', max: '1d' }),
        /** Default: OCTANE_GROUP_NO. */
        groups: z.array(groupNo).min(1).optional(),
        query: z
          .strictObject({
            groupNo: queryName.optional(),
            modifiedSince: queryName.optional(),
            page: queryName.optional(),
            pageSize: queryName.optional(),
          })
          .default({}),
      })
      .optional(),
    /** Who is told what happens to orders (docs/events.md). */
    events: eventsSchema.prefault({}),
    groupWeights: z.record(groupNo, z.number().min(0.001).max(1000)).default({}),
    connectTimeout: duration({ min: '100ms', max: '30s' }).prefault('10s'),
    // Three calls fit into an attempt to place an order (workflows/order/capabilities.ts), so that the client's error arrives first.
    responseTimeout: duration({ min: '100ms', max: '40s' }).prefault('30s'),
    // Before a call of another worker, which may be configured differently, is sent again, so much time must have passed for each call.
    longestResponseTimeout: duration({ min: '100ms', max: '40s' }).prefault('40s'),
    /** After a restore of Temporal's database (docs/backup.md). */
    restored: z
      .strictObject({ from: dateTime, until: dateTime })
      .refine(({ from, until }) => Date.parse(from) < Date.parse(until), 'from must be before until')
      .optional(),
    maxAnswerBytes: z.number().int().min(1024).default(5_000_000),
    /** Of Octane's dates that name no zone. Without it they are not readable, and an order that may exist is left to a person. */
    timeZone: z
      .string()
      .refine(
        // Since Node 22 an offset counts as a zone too; it knows no summer time.
        (zone) => /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone),
        'must be an IANA time zone, such as Australia/Sydney',
      )
      .optional(),
  })
  .check(({ value, issues }) => {
    const twice = (path: string[], other: string) =>
      issues.push({ code: 'custom', input: value, path, message: `is said in ${other} too: leave one of them out` });
    for (const name of OPERATION_NAMES) {
      if (value.paths[name] !== undefined && value.operations[name]?.path !== undefined) {
        twice(['paths', name], `operations.${name}.path`);
      }
    }
    const { query = {} } = value.operations.listOrders ?? {};
    for (const name of Object.keys(value.watch?.query ?? {})) {
      if (query[name] !== undefined) {
        twice(['watch', 'query', name], `operations.listOrders.query.${name}`);
      }
    }
  });

/** Of the file, for editors: draft 2020-12. What depends on more than one field is not in it. */
export function configurationJsonSchema(): unknown {
  return z.toJSONSchema(fileSchema, { io: 'input', unrepresentable: 'any' });
}

export type ConfigurationFile = z.output<typeof fileSchema>;
