import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { readApiConfiguration } from '../api/configuration.ts';
import { ANSWER_EXPECTED } from '../api/limits.ts';
import { startApi } from '../api/start.ts';
import { NbnOrders } from '../client/index.ts';
import { dataConverterWith, encryptionKeysOf } from '../temporal/encryption/data-converter.ts';
import { ensureSearchAttributes } from '../worker/search-attributes.ts';
import type { NewCustomer } from '../octane/customers.ts';
import { createOctane } from '../octane/octane.ts';
import { RunningClock } from '../sandbox/clock.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { readConfiguration } from '../worker/configuration.ts';
import { DATA_FOLDER, claimDataFolder } from './data-folder.ts';
import { DEMONSTRATION_PREFIX, demonstrate, demonstrateTrouble, endLeftovers, stampOf } from './demonstration.ts';
import { startDevServer } from './dev-server.ts';
import { freePort } from './ports.ts';
import { practiceConfiguration, shortenPatience, startPractice } from './practice.ts';
import { startServerProcess } from './server-process.ts';
import { linkToList, LISTS } from './web-ui-lists.ts';
import { findTemporalBinary } from './temporal-binaries.ts';

/** How much faster than real time the sandbox lives: an activation of 8 hours takes 8 seconds. */
const SANDBOX_SPEED = 3600;
const NEW_CUSTOMER: NewCustomer = {
  customerStatus: 'ACT',
  customerIdentity: { customerType: 'R', customerGivenNames: 'Jacqueline', customerSurname: 'Sandbox' },
  address: { addressLine1: '995 Sandbox Street', suburb: 'Testville', state: 'VIC', postcode: '3000' },
  contactMedium: [{ contactType: 'EMAIL', contactDestination: 'jacqueline@example.com' }],
  settings: { language: 'EN', portalAccess: true },
};

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, practice: { type: 'boolean', default: false } },
});

/** What was started, in the order of starting; stopped in the opposite order. */
const started: { name: string; stop: () => Promise<void> }[] = [];
let stopping: Promise<void> | undefined;

async function stopAll(): Promise<void> {
  for (const { name, stop } of started.reverse()) {
    await stop().catch((error: unknown) => {
      console.error(`${name} did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
}

async function start(): Promise<boolean> {
  mkdirSync(DATA_FOLDER, { recursive: true });
  started.push({ name: 'The data folder', stop: claimDataFolder() });

  const { address, uiUrl, cli } = await temporal();
  const credentials = { username: 'sandbox', password: randomUUID() };
  const sandbox = await startSandbox({
    clock: new RunningClock({ speed: SANDBOX_SPEED }),
    port: await freePort(8480),
    logger: pino(pino.destination(join(DATA_FOLDER, 'sandbox.log'))),
    ...credentials,
  });
  started.push({ name: 'The sandbox', stop: () => sandbox.close() });

  const environment = {
    ...process.env,
    TEMPORAL_ADDRESS: address,
    OCTANE_BASE_URL: sandbox.baseUrl,
    OCTANE_USERNAME: credentials.username,
    OCTANE_PASSWORD: credentials.password,
    OCTANE_GROUP_NO: '123',
    OCTANE_POLL_INTERVAL: '500ms',
    OCTANE_REQUESTS_PER_SECOND: '50',
    NBN_CONFIG: values.practice ? practiceConfiguration() : '',
  };
  const worker = await startServerProcess(process.execPath, ['--import', 'tsx', 'worker/main.ts'], console.error, {
    environment,
    outputFile: join(DATA_FOLDER, 'worker.log'),
  });
  started.push({ name: 'The worker', stop: () => worker.stop() });

  console.log(`Temporal   ${address}${uiUrl === undefined ? '' : `, Web UI ${uiUrl}`}`);
  console.log(`Sandbox    ${sandbox.baseUrl} (an hour of its time is a second)`);
  if (cli !== undefined) console.log(`CLI        ${cli} workflow list --address ${address}`);
  console.log(`Logs       ${DATA_FOLDER}\n`);

  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: environment });
  const connection = await Connection.connect(connectionOptions);
  started.push({ name: 'The client', stop: () => connection.close() });
  // The worker would do it too, but the first order may come before it is ready.
  await ensureSearchAttributes(connection, namespace);
  const dataConverter = dataConverterWith(encryptionKeysOf(environment));
  const client = new Client({ connection, namespace, dataConverter });
  const orders = new NbnOrders(client);
  if (uiUrl !== undefined) await endLeftovers(client);
  const webUiUrl = uiUrl && `${uiUrl}/namespaces/${namespace}`;
  const port = await freePort(8580);
  const api = await startApi(
    new NbnOrders(client, { answerExpected: ANSWER_EXPECTED }),
    {
      ...readApiConfiguration({}),
      port,
      auditLogFile: join(DATA_FOLDER, 'api-audit.log'),
      webUiUrl,
    },
    pino(pino.destination(join(DATA_FOLDER, 'api.log'))),
  );
  started.push({ name: 'The API', stop: api.close });
  console.log(`Operators  ${api.url}, the page; log in with the key ${api.key ?? ''}`);
  console.log(`API        ${api.url}/v1, with the same key (docs/api.md)`);
  const octane = createOctane(readConfiguration(environment).octane, () => undefined);
  const { custNo = 0 } = await octane.customers.add('123', NEW_CUSTOMER);
  octane.close();

  const workerEnded = worker.ended.then((how) => {
    if (stopping === undefined)
      throw new Error(`The worker ended with ${how}; see ${join(DATA_FOLDER, 'worker.log')}.`);
    return false;
  });
  for (const [list, query] of Object.entries(uiUrl === undefined ? {} : LISTS)) {
    console.log(`${list.padEnd(15)}${linkToList(uiUrl ?? '', namespace, query)}`);
  }
  const linkTo = (workflowId: string) => webUiUrl && `${webUiUrl}/workflows/${workflowId}`;
  const completed = await Promise.race([demonstrate(orders, custNo, linkTo), workerEnded]);
  if (completed && values.practice) {
    started.push({ name: 'The practice', stop: shortenPatience(client) });
    const prefix = `${DEMONSTRATION_PREFIX}${stampOf(new Date().toISOString())}-`;
    await startPractice(orders, sandbox, { prefix, speed: SANDBOX_SPEED });
    console.log('\nOrders for each answer come into fallout within two minutes (docs/operations.md, Practise):');
    console.log(`  npx nbn watch --state fallout --address ${address}`);
  } else if (completed && !values.once) {
    await demonstrateTrouble(orders);
    console.log('\nThree more orders go less well; two of them wait for a person:');
    console.log(`  npx nbn list --state fallout --address ${address}`);
  }
  return completed;
}

/** The server that TEMPORAL_ADDRESS names, or else one of our own, with its data in the data folder. */
async function temporal(): Promise<{ address: string; uiUrl?: string | undefined; cli?: string }> {
  const { TEMPORAL_ADDRESS: existing } = process.env;
  if (existing) return { address: existing };
  const cli = await findTemporalBinary('cli', { log: console.log });
  const server = await startDevServer({
    binary: cli,
    dataFile: join(DATA_FOLDER, 'temporal.db'),
    port: 7233,
    uiPort: 8233,
    log: console.log,
  });
  started.push({ name: 'The Temporal server', stop: () => server.stop() });
  return { address: server.address, uiUrl: server.uiUrl, cli };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping !== undefined) return;
    console.log('\nStopping …');
    stopping = stopAll().then(() => process.exit());
  });
}

try {
  const completed = await start();
  if (!completed) process.exitCode = 1;
  if (completed && !values.once) console.log('\nAll stays up until Ctrl-C. Try: npx nbn list');
  if (values.once || !completed) await (stopping ??= stopAll());
} catch (error) {
  if (stopping === undefined) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    await (stopping = stopAll());
  }
}
