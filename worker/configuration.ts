import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { encryptionKeysFile } from '../temporal/encryption/keys-setting.ts';
import type { AustralianState } from '../rules/calendar/states.ts';
import type { TargetRow } from '../rules/calendar/targets.ts';
import { wrongFieldsIn } from '../contract/validation.ts';
import { parametersOf } from '../octane/operations.ts';
import type { EventSettings } from '../activities/event-delivery.ts';
import type { OctaneSettings } from '../octane/http.ts';
import { STATUS_ROWS, type StatusRow } from '../octane/statuses.ts';
import { ownBuildId } from './build-id.ts';
import { withSecrets } from './secrets.ts';
import { fileSchema, type ConfigurationFile } from './configuration-file.ts';
import { withPaths } from './operation-settings.ts';
import { duration, groupNo, hasCredentials } from './setting-types.ts';

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
  /** When Temporal's database was backed up that it was restored from, and when it was restored; ISO 8601. */
  restored?: { from: string; until: string } | undefined;
  /** Milliseconds for which a service qualification counts. */
  qualificationFreshness: number;
  /** Milliseconds between two ticks of a watcher; without it no group is watched. */
  watchInterval?: number | undefined;
  /** Each has a watcher of its own. */
  watchedGroups: readonly string[];
  /** Who is told what happens to orders. */
  events: EventSettings & { allowedAddresses: readonly string[] };
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
  /** Where the health is asked, such as 0.0.0.0:9465; nowhere when left out. */
  healthAddress?: string | undefined;
  /** The file with the keys that payloads are encrypted with; nothing is encrypted when left out. */
  encryptionKeys?: string | undefined;
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

const required = (example: string) => z.string({ error: `is required, ${example}` }).min(1, `is required, ${example}`);

const address = (example: string) => z.string().regex(/^[^\s:]+:\d{1,5}$/, `must be host:port, such as ${example}`);

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
  TEMPORAL_DEPLOYMENT_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1–64 of A-Z a-z 0-9 _ -, such as nbn-orders')
    .optional(),
  TEMPORAL_WORKER_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9._+-]{1,128}$/, 'must be 1–128 of A-Z a-z 0-9 . _ + -')
    .optional(),
  NBN_METRICS_ADDRESS: address('0.0.0.0:9464').optional(),
  NBN_HEALTH_ADDRESS: address('0.0.0.0:9465').optional(),
  NBN_ENCRYPTION_KEYS: encryptionKeysFile.optional(),
});

/**
 * Reads the environment, and the JSON file that `NBN_CONFIG` names.
 *
 * @throws ConfigurationError with every wrong setting.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  // An empty variable is what compose files and CI systems make of one that is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const secrets = withSecrets(given);
  const settings = environmentSchema.safeParse(secrets.environment);
  const file = readFile(given['NBN_CONFIG']);
  const problems = [...secrets.problems, ...problemsOf(settings.error), ...file.problems];
  if (!settings.success || !file.content || problems.length > 0) throw new ConfigurationError(problems);
  const { operations, paths, words, statuses, watch, ...content } = file.content;
  const { connectTimeout, responseTimeout, maxAnswerBytes, timeZone } = content;
  const {
    targets,
    defaultState,
    events,
    groupWeights,
    orderListDelay,
    qualificationFreshness,
    longestResponseTimeout,
    restored,
  } = content;
  const { data } = settings;
  if (longestResponseTimeout < responseTimeout) {
    throw new ConfigurationError(['NBN_CONFIG longestResponseTimeout: must not be less than responseTimeout']);
  }
  const watchedGroups = watch?.groups ?? (data.OCTANE_GROUP_NO === undefined ? [] : [data.OCTANE_GROUP_NO]);
  if (watch && watchedGroups.length === 0) {
    throw new ConfigurationError(['NBN_CONFIG watch.groups: is required where OCTANE_GROUP_NO is not set']);
  }
  const listOrders = operations.listOrders?.path ?? paths.listOrders ?? '';
  if (watch && parametersOf(listOrders).includes('custno')) {
    throw new ConfigurationError([
      'NBN_CONFIG watch: a list of orders whose path names {custno} has no group to watch',
    ]);
  }
  return {
    octane: {
      baseUrl: data.OCTANE_BASE_URL,
      username: data.OCTANE_USERNAME,
      password: data.OCTANE_PASSWORD,
      operations: withPaths(withQuery(operations, watch?.query), paths),
      words,
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
    targets,
    defaultState,
    events,
    groupWeights,
    orderListDelay,
    qualificationFreshness,
    longestResponseTimeout,
    restored,
    statusRows: [...statuses, ...STATUS_ROWS],
    logLevel: data.NBN_LOG_LEVEL,
    ...(data.TEMPORAL_DEPLOYMENT_NAME !== undefined && {
      deployment: { name: data.TEMPORAL_DEPLOYMENT_NAME, buildId: data.TEMPORAL_WORKER_BUILD_ID ?? ownBuildId() },
    }),
    metricsAddress: data.NBN_METRICS_ADDRESS,
    healthAddress: data.NBN_HEALTH_ADDRESS,
    encryptionKeys: data.NBN_ENCRYPTION_KEYS,
  };
}

/** What the watcher's query is called, which `watch.query` may say too. */
function withQuery(
  operations: ConfigurationFile['operations'],
  query: Partial<Record<string, string | undefined>> = {},
): ConfigurationFile['operations'] {
  const { listOrders } = operations;
  if (Object.keys(query).length === 0) return operations;
  return { ...operations, listOrders: { ...listOrders, query: { ...listOrders?.query, ...query } } };
}

function readFile(file: string | undefined): { content?: ConfigurationFile; problems: string[] } {
  if (file === undefined) return { content: fileSchema.parse({}), problems: [] };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return {
      problems: [`NBN_CONFIG: ${file} cannot be read as JSON (${error instanceof Error ? error.message : 'unknown'})`],
    };
  }
  const { data } = fileSchema.safeParse(json);
  if (data) return { content: data, problems: [] };
  const wrong = wrongFieldsIn(fileSchema, json);
  return { problems: wrong.map(({ path, message }) => `NBN_CONFIG ${file} ${path || 'the file'}: ${message}`) };
}

function problemsOf(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}
