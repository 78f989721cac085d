import { once } from 'node:events';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { TemporalOutages } from '../temporal/octane-outage.ts';
import { createOctane } from '../octane/octane.ts';
import { readConfiguration } from '../worker/configuration.ts';
import { createLogger } from '../worker/logging.ts';
import { startWatchers } from '../worker/watchers.ts';
import { createWorkers, runWorkers } from '../worker/workers.ts';
import { createBaselineWorkers } from './baselines/workers.ts';

// A worker process of ours or of the baselines, on a bundle that is there already. It says "ready", and polls once it is told to.
const [code, codePath = ''] = process.argv.slice(2);
const configuration = readConfiguration(process.env);
const logger = createLogger(configuration.logLevel);
Runtime.install({ logger, telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN' } } } });
const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const octane = createOctane(configuration.octane, () => undefined, new TemporalOutages());
const options = { connection, namespace, workflowBundle: { codePath }, configuration, octane, logger };
const workers = code === 'ours' ? await createWorkers(options) : await createBaselineWorkers(options);

process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
if (code === 'ours') await startWatchers(connection, namespace, configuration);
await runWorkers(workers);
octane.close();
await connection.close();
