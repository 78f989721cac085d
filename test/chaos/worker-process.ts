import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createOctane, type Octane } from '../../octane/octane.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { createLogger } from '../../worker/logging.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';

// A worker on a bundle that is there already, and, with --without-search, one whose searches find nothing.
const [codePath = '', mode] = process.argv.slice(2);
const withoutSearch = mode === '--without-search';
const configuration = readConfiguration(process.env);
const logger = createLogger(configuration.logLevel);
const { metricsAddress: bindAddress } = configuration;
Runtime.install({
  logger,
  telemetryOptions: {
    logging: { forward: {}, filter: { core: 'WARN' } },
    ...(bindAddress !== undefined && { metrics: { prometheus: { bindAddress } } }),
  },
});
const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const octane = createOctane(configuration.octane, () => undefined);
const workers = await createWorkers({
  connection,
  namespace,
  workflowBundle: { codePath },
  configuration,
  octane: withoutSearch ? withEmptyLists(octane) : octane,
  logger,
  ...(withoutSearch && { executions: NO_VISIBILITY }),
});
await runWorkers(workers);
octane.close();
await connection.close();

function withEmptyLists(octane: Octane): Octane {
  return { ...octane, orders: { ...octane.orders, list: () => Promise.resolve({ orders: [] }) } };
}
