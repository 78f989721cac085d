import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { stopWithParent } from '../../local/stop-with-parent.ts';

export interface FleetOptions {
  count: number;
  /** Of Node.js: what runs the worker. */
  command: string[];
  environment: NodeJS.ProcessEnv;
  /** For the workers' logs. */
  folder: string;
}

/** Worker processes, each started again whenever it ends, as in production. */
export class Fleet {
  /** How many were killed by {@link Fleet.kill}, and how many ended by themselves, as they do while there is no server. */
  killed = 0;
  endedByThemselves = 0;
  readonly #options: FleetOptions;
  readonly #children: (ChildProcess | undefined)[] = [];
  readonly #logs: WriteStream[] = [];
  readonly #lives: Promise<void>[] = [];
  #stopping = false;

  constructor(options: FleetOptions) {
    this.#options = options;
    for (let index = 0; index < options.count; index++) {
      this.#logs[index] = createWriteStream(join(options.folder, `worker-${index}.log`));
      this.#lives.push(this.#live(index));
    }
  }

  kill(index: number): void {
    if (this.#children[index]?.kill('SIGKILL')) this.killed += 1;
    this.#children[index] = undefined;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const child of this.#children) child?.kill('SIGTERM');
    await Promise.all(this.#lives);
  }

  async #live(index: number): Promise<void> {
    const { PATH, HOME } = process.env;
    const { command, environment } = this.#options;
    while (!this.#stopping) {
      const child = spawn(process.execPath, command, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH, HOME, ...environment },
      });
      stopWithParent(child);
      const log = this.#logs[index];
      if (log) for (const output of [child.stdout, child.stderr]) output.pipe(log, { end: false });
      this.#children[index] = child;
      await once(child, 'exit');
      const wasKilled = this.#children[index] !== child;
      if (!wasKilled && !this.#stopping) this.endedByThemselves += 1;
    }
  }
}
