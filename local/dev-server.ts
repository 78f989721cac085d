import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { freePort } from './ports.ts';
import { startServerProcess } from './server-process.ts';

const HOST = '127.0.0.1';
const READY_WITHIN_MS = 30_000;
const CONNECT_EVERY_MS = 100;

/** The part of the server's configuration that nbn-orders relies on; docker/temporal/dynamic-config.yaml has it too. */
export const DYNAMIC_CONFIG: Readonly<Record<string, unknown>> = {
  // A task that a worker gets while it shuts down would wait a minute for another one.
  'frontend.enableCancelWorkerPollsOnShutdown': true,
  // Priority, and turns within one priority.
  'matching.enableFairness': true,
  // The rate limit of a task queue is divided among its partitions, and what waits in one does not know of the others.
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

export interface DevServerOptions {
  /** Path of the Temporal CLI, see `findTemporalBinary('cli')`. */
  binary: string;
  /** SQLite file that keeps everything across restarts; its folder is made when missing. Default: memory only. */
  dataFile?: string;
  /** Settings of SQLite, such as `journal_mode=WAL`. */
  sqlitePragmas?: readonly string[];
  /** Preferred port of the gRPC service. Default: any free one. */
  port?: number;
  /** Preferred port of the Web UI. Default: any free one. */
  uiPort?: number;
  /** Whether to serve the Web UI. Default: only when `uiPort` is given. */
  ui?: boolean;
  /** Port for Prometheus' `/metrics`. Default: any free one. */
  metricsPort?: number;
  /** Values by key, each a JSON value. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
  /** Called with a line when another port is used than the one that is taken, and for each of the server's own errors. Default: nothing. */
  log?: (message: string) => void;
}

export interface DevServer {
  /** Host and port of the gRPC service. */
  readonly address: string;
  /** Absent when the Web UI is not served. */
  readonly uiUrl?: string;
  readonly pid: number;
  /** Stops the server in order, by force after 10 seconds. Safe to call more than once. */
  stop(): Promise<void>;
}

/**
 * Starts `temporal server start-dev` on 127.0.0.1 and waits until it serves its `default` namespace.
 *
 * The terminal's Ctrl-C does not reach it: stop it after the workers that need it. It ends with this process at the latest.
 *
 * @throws When it ends, or does not serve within 30 seconds; the message has the last lines of its output.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { binary, dataFile, log = () => undefined } = options;
  const port = await choosePort(options.port, log);
  const uiPort = (options.ui ?? options.uiPort !== undefined) ? await choosePort(options.uiPort, log) : undefined;
  if (dataFile !== undefined) await mkdir(dirname(dataFile), { recursive: true });

  const server = await startServerProcess(binary, commandLine(options, port, uiPort), (line) => {
    log(`Temporal dev server: ${line}`);
  });
  const address = `${HOST}:${port}`;
  try {
    const endedEarly = server.ended.then((how) => Promise.reject(new Error(`it ended with ${how}`)));
    await Promise.race([untilReady(address), endedEarly]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = [`The Temporal dev server did not start: ${reason}`, ...server.lastLines].join('\n');
    await server.stop();
    throw new Error(message, { cause: error });
  }
  return {
    address,
    pid: server.pid,
    stop: () => server.stop(),
    ...(uiPort === undefined ? {} : { uiUrl: `http://${HOST}:${uiPort}` }),
  };
}

async function choosePort(preferred: number | undefined, log: (message: string) => void): Promise<number> {
  const port = await freePort(preferred);
  if (preferred !== undefined && port !== preferred) log(`port ${preferred} is in use; using ${port} instead`);
  return port;
}

function commandLine(options: DevServerOptions, port: number, uiPort: number | undefined): string[] {
  const { dataFile, metricsPort, sqlitePragmas = [] } = options;
  // A server for one developer does not ask the network for news or newer versions.
  const dynamicConfig = { 'frontend.enableServerVersionCheck': false, ...DYNAMIC_CONFIG, ...options.dynamicConfig };
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--log-level', 'error'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...(dataFile === undefined ? [] : ['--db-filename', dataFile]),
    ...(metricsPort === undefined ? [] : ['--metrics-port', String(metricsPort)]),
    ...sqlitePragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...dynamicConfigArguments(dynamicConfig),
  ];
}

/** The options of the command line that set these values. */
export function dynamicConfigArguments(dynamicConfig: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(dynamicConfig).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(value)}`,
  ]);
}

/** Waits until the server answers. */
async function untilReady(address: string): Promise<void> {
  const connection = Connection.lazy({
    address,
    connectTimeout: READY_WITHIN_MS,
    // It tries again by itself; its defaults are made for a server that is far away.
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': CONNECT_EVERY_MS,
      'grpc.max_reconnect_backoff_ms': CONNECT_EVERY_MS,
    },
  });
  try {
    await connection.ensureConnected();
  } finally {
    await connection.close();
  }
}
