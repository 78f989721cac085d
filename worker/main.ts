import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime, type Logger } from '@temporalio/worker';
import { TemporalOutages } from '../temporal/octane-outage.ts';
import type { Deviation } from '../octane/http.ts';
import { createOctane } from '../octane/octane.ts';
import { workflowBundle } from './bundle.ts';
import { readConfiguration, type Configuration } from './configuration.ts';
import { setGroupWeights } from './group-weights.ts';
import { serveHealth } from './health.ts';
import { createLogger } from './logging.ts';
import { HISTOGRAM_BUCKETS } from './metric-table.ts';
import { runtimeMetrics } from './metrics.ts';
import { probeNow } from './probe-now.ts';
import { ensureSearchAttributes } from './search-attributes.ts';
import { keepWatchers } from './watchers.ts';
import { createWorkers, runWorkers } from './workers.ts';

/** Milliseconds that a worker which failed may take to end by itself. */
const LAST_LIMIT = 10_000;

/** The worker process. Ends by itself with 0 after SIGINT or SIGTERM, and with 1 and a message when it cannot run. */
async function main(configuration: Configuration, logger: Logger): Promise<void> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions).catch((cause: unknown) => {
    const address = connectionOptions.address ?? 'localhost:7233';
    throw new Error(
      `Temporal cannot be reached at ${address}. Start it there ("npm start" starts one), or set TEMPORAL_ADDRESS.`,
      { cause },
    );
  });
  const onDeviation = (deviation: Deviation) => {
    logger.warn('An answer of Octane contradicts its documentation; reported once', { ...deviation });
  };
  const { onSent } = runtimeMetrics();
  const octane = createOctane(configuration.octane, onDeviation, new TemporalOutages(), { onSent });
  try {
    const created = await ensureSearchAttributes(connection, namespace);
    if (created.length > 0) logger.info('Created search attributes', { namespace, created });
    const workers = await createWorkers({
      connection,
      namespace,
      workflowBundle: await workflowBundle(configuration.encryptionKeys !== undefined),
      configuration,
      octane,
      logger,
    });
    if (await probeNow(connection, namespace))
      logger.info('All of Octane counts as away; it is probed at once', { namespace });
    await setGroupWeights(connection, namespace, configuration);
    const leaveWatchers = await keepWatchers(connection, namespace, configuration, logger);
    const { octane: settings, pollInterval, deployment, healthAddress } = configuration;
    const closeHealth = healthAddress === undefined ? undefined : await serveHealth(healthAddress, connection, workers);
    logger.info('Ready', { namespace, octane: settings.baseUrl, pollInterval, ...deployment });
    await runWorkers(workers).finally(() => {
      leaveWatchers();
      closeHealth?.();
    });
  } finally {
    octane.close();
    await connection.close();
  }
}

try {
  const configuration = readConfiguration(process.env);
  const logger = createLogger(configuration.logLevel);
  Runtime.install({
    logger,
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN' } },
      ...(configuration.metricsAddress && {
        metrics: {
          prometheus: { bindAddress: configuration.metricsAddress, histogramBucketOverrides: HISTOGRAM_BUCKETS },
        },
      }),
    },
  });
  await main(configuration, logger);
} catch (error) {
  // For a person at a terminal as much as for a log: one message, no stack.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  // What the SDK could not stop may keep the process alive, without polling: then nothing would start it again.
  setTimeout(() => process.exit(), LAST_LIMIT).unref();
}
