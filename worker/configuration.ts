import { readFileSync } from 'node:fs';
import { IANAZone } from 'luxon';
import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { AUSTRALIAN_STATES, type AustralianState } from '../rules/calendar/states.ts';
import { jeopardyTargetsSchema, type TargetRow } from '../rules/calendar/targets.ts';
import { OCTANE_ORDER_STATES } from '../contract/states.ts';
import { CHANGED_ORDERS_QUERY } from '../octane/changed-orders.ts';
import type { OctaneSettings } from '../octane/http.ts';
import { OPERATION_NAMES, OPERATIONS, parametersOf } from '../octane/operations.ts';
import { prematureEndings, STATUS_ROWS, type StatusRow } from '../octane/statuses.ts';
import { ownBuildId } from './build-id.ts';

/** Everything that a worker can be told, read once at its start. Temporal's own settings are read by `@temporalio/envconfig`. */
export interface Configuration {
  octane: OctaneSettings;
  /** Used for orders that name no group. */
  groupNo?: string | undefined;
  /** Milliseconds: the standard time between two polls of an order (rules/cadence.ts). */
  pollInterval: number;
  statusRows: readonly StatusRow[];
  /** Milliseconds until an order that was created appears in Octane's list of orders. */
  orderListDelay: number;
  /** Milliseconds: the longest that a call of any worker may last, also of one that was replaced. */
  longestResponseTimeout: number;
  /** Milliseconds for which a service qualification counts. */
  qualificationFreshness: number;
  /** Milliseconds between two ticks of a watcher; without it no group is watched. */
  watchInterval?: number | undefined;
  /** Each has a watcher of its own. */
  watchedGroups: readonly string[];
  /** A group's share of the calls to Octane, against the 1 of a group that is not named. */
  groupWeights: Readonly<Record<string, number>>;
  /** Jeopardy targets that come before the defaults. */
  targets: readonly TargetRow[];
  /** Whose business days count for a service whose place is not known. */
  defaultState: AustralianState;
  logLevel: LogLevel;
  /** The version that the workers poll as; they are unversioned when left out. */
  deployment?: { name: string; buildId: string } | undefined;
  /** Where Prometheus may scrape, such as 0.0.0.0:9464; no metrics when left out. */
  metricsAddress?: string | undefined;
}

export type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** Wrong settings: the message has a line for each of them. */
export class ConfigurationError extends Error {
  constructor(problems: string[]) {
    super(
      `The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}\nSee the table in README.md.`,
    );
    this.name = 'ConfigurationError';
  }
}

/** A time such as `30m`, in milliseconds. A bare number is refused, because it has no unit. */
function duration(limits: { min: StringValue; max: StringValue }) {
  return z.string().transform((text, context) => {
    const value = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? (ms(text as StringValue) as number | undefined) : undefined;
    if (value !== undefined && value >= ms(limits.min) && value <= ms(limits.max)) return value;
    context.addIssue({
      code: 'custom',
      message: `must be a time from ${limits.min} to ${limits.max}, such as 30s, 30m or 1h`,
    });
    return z.NEVER;
  });
}

const groupNo = z.string().regex(/^[A-Za-z0-9]{1,20}$/, 'must be 1–20 letters or digits');

const required = (example: string) => z.string({ error: `is required, ${example}` }).min(1, `is required, ${example}`);

function hasCredentials(url: string): boolean {
  const { username = '', password = '' } = URL.canParse(url) ? new URL(url) : {};
  return username !== '' || password !== '';
}

const environmentSchema = z.object({
  OCTANE_BASE_URL: required('such as https://benzine.telcoinabox.com/tiab/api')
    .pipe(
      z
        .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
        .refine(
          (url) => !hasCredentials(url),
          'must have no user or password in it: see OCTANE_USERNAME, OCTANE_PASSWORD',
        ),
    )
    .transform((url) => url.replace(/\/+$/, '')),
  OCTANE_USERNAME: required("your user of Octane's API"),
  OCTANE_PASSWORD: required('its password'),
  OCTANE_GROUP_NO: groupNo.optional(),
  OCTANE_POLL_INTERVAL: duration({ min: '100ms', max: '7d' }).prefault('30m'),
  OCTANE_REQUESTS_PER_SECOND: z.coerce.number('must be a number').positive('must be more than 0').max(1000).default(5),
  NBN_CONFIG: z.string().min(1).optional(),
  NBN_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  NBN_DEPLOYMENT: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1–64 of A-Z a-z 0-9 _ -, such as nbn-orders')
    .optional(),
  NBN_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9._+-]{1,128}$/, 'must be 1–128 of A-Z a-z 0-9 . _ + -')
    .optional(),
  NBN_METRICS_ADDRESS: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port, such as 0.0.0.0:9464')
    .optional(),
});

const queryName = z.string().regex(/^[\w.[\]-]+$/, 'must be the name of a query parameter');
const path = z.string().startsWith('/', 'must start with /');

const fileSchema = z.strictObject({
  /** Replaces paths of the table of operations, by the operation's name. */
  paths: z
    .partialRecord(z.enum(OPERATION_NAMES), path)
    .check(({ value, issues }) => {
      for (const name of OPERATION_NAMES) {
        const known = parametersOf(OPERATIONS[name].path);
        const strangers = parametersOf(value[name] ?? '').filter((parameter) => !known.includes(parameter));
        if (strangers.length === 0) continue;
        const message = `names {${strangers.join('}, {')}}; known here: ${known.join(', ') || 'none'}`;
        issues.push({ code: 'custom', input: value, path: [name], message });
      }
    })
    .default({}),
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
          groupNo: queryName.default(CHANGED_ORDERS_QUERY.groupNo),
          modifiedSince: queryName.default(CHANGED_ORDERS_QUERY.modifiedSince),
          page: queryName.default(CHANGED_ORDERS_QUERY.page),
          pageSize: queryName.default(CHANGED_ORDERS_QUERY.pageSize),
        })
        .prefault({}),
    })
    .optional(),
  groupWeights: z.record(groupNo, z.number().min(0.001).max(1000)).default({}),
  connectTimeout: duration({ min: '100ms', max: '30s' }).prefault('10s'),
  // Three calls fit into an attempt to place an order (workflows/order/capabilities.ts), so that the client's error arrives first.
  responseTimeout: duration({ min: '100ms', max: '40s' }).prefault('30s'),
  // Before a call of another worker, which may be configured differently, is sent again, so much time must have passed for each call.
  longestResponseTimeout: duration({ min: '100ms', max: '40s' }).prefault('40s'),
  maxAnswerBytes: z.number().int().min(1024).default(5_000_000),
  /** Of Octane's dates that name no zone. Without it they are not readable, and an order that may exist is left to a person. */
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone, such as Australia/Sydney')
    .optional(),
});

/**
 * Reads the environment, and the JSON file that `NBN_CONFIG` names.
 *
 * @throws ConfigurationError with every wrong setting.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  // An empty variable is what compose files and CI systems make of one that is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const settings = environmentSchema.safeParse(given);
  const file = readFile(given['NBN_CONFIG']);
  const problems = [...problemsOf(settings.error, ''), ...file.problems];
  if (!settings.success || !file.content) throw new ConfigurationError(problems);
  const { paths, statuses, watch, connectTimeout, responseTimeout, maxAnswerBytes, timeZone, ...rest } = file.content;
  const { data } = settings;
  if (rest.longestResponseTimeout < responseTimeout) {
    throw new ConfigurationError(['NBN_CONFIG longestResponseTimeout: must not be less than responseTimeout']);
  }
  const watchedGroups = watch?.groups ?? (data.OCTANE_GROUP_NO === undefined ? [] : [data.OCTANE_GROUP_NO]);
  if (watch && watchedGroups.length === 0) {
    throw new ConfigurationError(['NBN_CONFIG watch.groups: is required where OCTANE_GROUP_NO is not set']);
  }
  return {
    octane: {
      baseUrl: data.OCTANE_BASE_URL,
      username: data.OCTANE_USERNAME,
      password: data.OCTANE_PASSWORD,
      paths,
      ...(watch && { changedOrdersQuery: watch.query }),
      requestsPerSecond: data.OCTANE_REQUESTS_PER_SECOND,
      connectTimeout,
      responseTimeout,
      maxAnswerBytes,
      timeZone,
    },
    groupNo: data.OCTANE_GROUP_NO,
    pollInterval: data.OCTANE_POLL_INTERVAL,
    watchInterval: watch?.interval,
    watchedGroups,
    ...rest,
    statusRows: [...statuses, ...STATUS_ROWS],
    logLevel: data.NBN_LOG_LEVEL,
    ...(data.NBN_DEPLOYMENT !== undefined && {
      deployment: { name: data.NBN_DEPLOYMENT, buildId: data.NBN_BUILD_ID ?? ownBuildId() },
    }),
    metricsAddress: data.NBN_METRICS_ADDRESS,
  };
}

function readFile(file: string | undefined): { content?: z.output<typeof fileSchema>; problems: string[] } {
  if (file === undefined) return { content: fileSchema.parse({}), problems: [] };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return {
      problems: [`NBN_CONFIG: ${file} cannot be read as JSON (${error instanceof Error ? error.message : 'unknown'})`],
    };
  }
  const content = fileSchema.safeParse(json);
  return content.success
    ? { content: content.data, problems: [] }
    : { problems: problemsOf(content.error, `NBN_CONFIG ${file} `) };
}

function problemsOf(error: z.ZodError | undefined, prefix: string): string[] {
  return (error?.issues ?? []).map((issue) => `${prefix}${issue.path.join('.') || 'the file'}: ${issue.message}`);
}
