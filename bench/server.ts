import { statSync } from 'node:fs';
import { join } from 'node:path';
import { startDevServer, type DevServer } from '../local/dev-server.ts';
import { freePort } from '../local/ports.ts';
import { findTemporalBinary } from '../local/temporal-binaries.ts';
import { usageOf, type Usage } from './process-usage.ts';

const NO_LIMIT = 100_000;

/** What the dev server holds back by default is not what is measured; its one history shard and SQLite stay. */
const TUNED = {
  'frontend.rps': NO_LIMIT,
  'frontend.namespaceRPS': NO_LIMIT,
  'frontend.namespaceCount': 10_000,
  'frontend.namespaceRPS.visibility': 1_000,
  'frontend.persistenceMaxQPS': NO_LIMIT,
  'history.rps': NO_LIMIT,
  'history.persistenceMaxQPS': NO_LIMIT,
  'history.timerProcessorMaxPollRPS': 1_000,
  'history.transferProcessorMaxPollRPS': 1_000,
  // Else whatever is to happen within a second happens after one, which counts as minutes in days that pass so fast.
  'history.timerProcessorMaxTimeShift': '10ms',
  'matching.rps': NO_LIMIT,
  'matching.persistenceMaxQPS': NO_LIMIT,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'admin.matchingNamespaceTaskqueueToPartitionDispatchRate': NO_LIMIT,
  'system.forceSearchAttributesCacheRefreshOnRead': false,
};

/** Its commits wait for no disk, which costs more than half of all; only a crash of the machine would lose any. */
const PRAGMAS = ['journal_mode=WAL', 'synchronous=OFF'];

/** The tuned dev server on a database on the disk. */
export class BenchServer {
  readonly #server: DevServer;
  readonly #metrics: string;
  readonly #dataFile: string;

  private constructor(server: DevServer, dataFile: string, metricsPort: number) {
    this.#server = server;
    this.#dataFile = dataFile;
    this.#metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  }

  static async start(folder: string): Promise<BenchServer> {
    const binary = await findTemporalBinary('cli');
    const metricsPort = await freePort();
    const dataFile = join(folder, 'temporal.db');
    const server = await startDevServer({
      binary,
      dataFile,
      metricsPort,
      sqlitePragmas: PRAGMAS,
      dynamicConfig: TUNED,
    });
    return new BenchServer(server, dataFile, metricsPort);
  }

  get address(): string {
    return this.#server.address;
  }

  usage(): Usage {
    return usageOf(this.#server.pid);
  }

  /** Bytes of its database. */
  size(): number {
    return statSync(this.#dataFile).size;
  }

  /** How many calls it answered with RESOURCE_EXHAUSTED, of all clients. */
  async exhausted(): Promise<number> {
    const metrics = await (await fetch(this.#metrics)).text();
    const counts = metrics.matchAll(/^service_errors_resource_exhausted\{.*\} (\S+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
