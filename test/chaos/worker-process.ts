import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createOctane } from '../../octane/octane.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { createLogger } from '../../worker/logging.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { NO_VISIBILITY } from '../no-visibility.ts';

// A worker on a bundle that is there already, and, with --without-look, one that posts without looking first.
const [codePath = '', mode] = process.argv.slice(2);
const withoutLook = mode === '--without-look';
const configuration = readConfiguration(process.env);
const logger = createLogger(configuration.logLevel);
Runtime.install({ logger, telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN' } } } });
const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const octane = createOctane(configuration.octane, () => undefined);
const workers = await createWorkers({
  connection,
  namespace,
  workflowBundle: { codePath },
  configuration,
  octane,
  logger,
  ...(withoutLook && { lookBeforePost: false, runs: NO_VISIBILITY }),
});
await runWorkers(workers);
octane.close();
await connection.close();
