import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime, type Logger } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Executions } from '../temporal/executions.ts';
import { NbnOrders } from '../client/index.ts';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { DYNAMIC_CONFIG, dynamicConfigArguments } from '../local/dev-server.ts';
import { findTemporalBinary } from '../local/temporal-binaries.ts';
import { TemporalOutages } from '../temporal/octane-outage.ts';
import { createOctane } from '../octane/octane.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { RunningClock } from '../sandbox/clock.ts';
import { readConfiguration, type Configuration } from '../worker/configuration.ts';
import { addSearchAttributes, ensureSearchAttributes } from '../worker/search-attributes.ts';
import { createWorkers, runWorkers } from '../worker/workers.ts';
import { dataConverterWith, encryptionKeysOf } from '../temporal/encryption/data-converter.ts';
import { testBundle } from './bundle.ts';
import { NO_VISIBILITY } from './no-visibility.ts';
import { configFor, testedPersonality } from './personality.ts';

const CREDENTIALS = { username: 'octane-user', password: 'octane-password' };

export interface StackOptions {
  /** More of the worker's environment, such as OCTANE_POLL_INTERVAL. */
  environment?: NodeJS.ProcessEnv;
  /** How much faster than real time the sandbox lives; the dev server's only. */
  speed?: number;
  /** How many ordinary customers the sandbox has; default 10. */
  customers?: number;
  /** What the file that NBN_CONFIG names says. */
  config?: Record<string, unknown>;
  /** After how many events the dev server calls a history long. */
  longHistory?: number;
  /** More of the dev server's dynamic configuration. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
  /** Where the dev server keeps its database; default: in memory. */
  databaseFile?: string;
  /** False when the test starts workers itself. */
  workers?: boolean;
}

/** Everything that an order needs, on real parts: a Temporal server, the sandbox over HTTP, and the workers. */
export interface Stack {
  orders: NbnOrders;
  client: Client;
  env: TestWorkflowEnvironment;
  sandbox: Sandbox;
  /** The worker's environment, for a worker of another process. */
  environment: NodeJS.ProcessEnv;
  configuration: Configuration;
  /** Sets the sandbox's time to another speed; 0 stops it, so that what is seen stays. The dev server's only. */
  runSandboxAt: (speed: number) => void;
  /** Starts workers besides those of the stack. @returns what stops them, which the test has to call. */
  startWorkers: (options?: WorkersOptions) => Promise<() => Promise<void>>;
  stop: () => Promise<void>;
}

export interface WorkersOptions {
  /** More of the worker's environment than the stack's own. */
  environment?: NodeJS.ProcessEnv;
  /** Default: the errors go to the console. */
  logger?: Logger;
}

/** With the time-skipping server: months pass in seconds, for the sandbox too. One test at a time. */
export async function startTimeSkippingStack(options: StackOptions = {}): Promise<Stack> {
  logErrorsOnly();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTemporalBinary('testServer') } },
    client: clientOptions(options),
  });
  const sandbox = await startSandbox({
    clock: { now: () => env.currentTimeMs() },
    ...sandboxOptions(options),
  });
  // The time-skipping server lists no search attributes, so these are added unseen.
  await addSearchAttributes(env.nativeConnection, env.namespace ?? 'default', Object.values(SEARCH_ATTRIBUTES));
  return stackOf({
    env,
    sandbox,
    options,
    executions: NO_VISIBILITY,
    runSandboxAt: () => {
      throw new Error('Here the sandbox takes its time from the server.');
    },
  });
}

/** With the dev server, as in production: real time, search attributes, the list of orders. */
export async function startDevServerStack({ speed = 3600, config, ...options }: StackOptions = {}): Promise<Stack> {
  logErrorsOnly();
  const env = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: await findTemporalBinary('cli') },
      // Its warnings are about a server for one developer.
      log: { format: 'pretty', level: 'error' },
      extraArgs: dynamicConfigArguments({
        ...DYNAMIC_CONFIG,
        'limit.historyCount.suggestContinueAsNew': options.longHistory ?? 4096,
        ...options.dynamicConfig,
      }),
      ...(options.databaseFile !== undefined && { dbFilename: options.databaseFile }),
    },
    client: clientOptions(options),
  });
  const clock = new RunningClock({ speed });
  const sandbox = await startSandbox({ clock, ...sandboxOptions(options) });
  await ensureSearchAttributes(env.nativeConnection, env.namespace ?? 'default');
  return stackOf({
    env,
    sandbox,
    options: {
      ...options,
      config: { orderListDelay: '1s', ...config },
      environment: { OCTANE_POLL_INTERVAL: '200ms', ...options.environment },
    },
    runSandboxAt: (newSpeed) => {
      clock.runAt(newSpeed);
    },
  });
}

/** In an environment with NBN_ENCRYPTION_KEYS every test runs with encrypted payloads. */
function encryptionKeys({ environment }: StackOptions): string | undefined {
  return encryptionKeysOf({ ...process.env, ...environment });
}

function clientOptions(options: StackOptions): { dataConverter: DataConverter } {
  return { dataConverter: dataConverterWith(encryptionKeys(options)) };
}

function sandboxOptions({ customers }: StackOptions): Omit<SandboxOptions, 'clock'> {
  return { personality: testedPersonality(), ...CREDENTIALS, ...(customers !== undefined && { customers }) };
}

async function stackOf({
  env,
  sandbox,
  options,
  executions,
  runSandboxAt,
}: Pick<Stack, 'env' | 'sandbox' | 'runSandboxAt'> & {
  options: StackOptions;
  executions?: Executions;
}): Promise<Stack> {
  const namespace = env.namespace ?? 'default';
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-'));
  const configFile = join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(configFor(testedPersonality(), options.config)));
  const environment: NodeJS.ProcessEnv = {
    NBN_CONFIG: configFile,
    TEMPORAL_ADDRESS: env.address,
    OCTANE_BASE_URL: sandbox.baseUrl,
    OCTANE_USERNAME: CREDENTIALS.username,
    OCTANE_PASSWORD: CREDENTIALS.password,
    OCTANE_GROUP_NO: '123',
    OCTANE_REQUESTS_PER_SECOND: '500',
    NBN_ENCRYPTION_KEYS: encryptionKeys(options),
    ...options.environment,
  };
  const startWorkers: Stack['startWorkers'] = async ({ environment: more, logger } = {}) => {
    const configuration = readConfiguration({ ...environment, ...more });
    const octane = createOctane(configuration.octane, () => undefined, new TemporalOutages());
    const workers = await createWorkers({
      connection: env.nativeConnection,
      namespace,
      workflowBundle: { codePath: await testBundle(configuration.encryptionKeys !== undefined) },
      configuration,
      octane,
      executions,
      logger: logger ?? Runtime.instance().logger,
    });
    const running = runWorkers(workers);
    return async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      octane.close();
    };
  };
  const stopWorkers = options.workers === false ? undefined : await startWorkers();
  return {
    orders: new NbnOrders(env.client),
    client: env.client,
    env,
    sandbox,
    environment,
    configuration: readConfiguration(environment),
    runSandboxAt,
    startWorkers,
    stop: async () => {
      await stopWorkers?.();
      await sandbox.close();
      // A call that was given up may still wait for its retry: on a closed channel it would throw into the next test file.
      env.connection.close = () => Promise.resolve();
      await env.teardown();
      await rm(folder, { recursive: true });
    },
  };
}

/** Failing orders are these tests' business; their logs would bury the results. */
function logErrorsOnly(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
}
