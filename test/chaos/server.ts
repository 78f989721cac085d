import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { startDevServer, type DevServer } from '../../local/dev-server.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';

/** A Temporal server that keeps everything on disk, and can be ended and started again under the same address. */
export class BreakableServer {
  restarts = 0;
  readonly #binary: string;
  readonly #dataFile: string;
  #server: DevServer;

  private constructor(binary: string, dataFile: string, server: DevServer) {
    this.#binary = binary;
    this.#dataFile = dataFile;
    this.#server = server;
  }

  static async start(folder: string): Promise<BreakableServer> {
    const binary = await findTemporalBinary('cli');
    const dataFile = join(folder, 'temporal.db');
    return new BreakableServer(binary, dataFile, await startDevServer({ binary, dataFile }));
  }

  get address(): string {
    return this.#server.address;
  }

  /** @throws Error when it does not start again on what it left on the disk. */
  async restart(signal: 'SIGKILL' | 'SIGTERM', downFor: number): Promise<void> {
    const port = Number(this.address.split(':')[1]);
    if (signal === 'SIGKILL') process.kill(this.#server.pid, signal);
    await this.#server.stop();
    await sleep(downFor);
    const { address } = this;
    this.#server = await startDevServer({ binary: this.#binary, dataFile: this.#dataFile, port });
    if (this.address !== address) throw new Error(`Port ${port} was taken while the server was down.`);
    this.restarts += 1;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
