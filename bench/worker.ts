import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stopWithParent } from '../local/stop-with-parent.ts';
import type { Code } from './bundles.ts';
import { usageOf, type Usage } from './process-usage.ts';

const PROCESS = fileURLToPath(new URL('worker-process.ts', import.meta.url));
const KEPT_LINES = 20;

/** As the Dockerfile starts a worker: each of its heaps has so many MB for what lives long. */
const HEAP_LIMIT = '--max-old-space-size=256';

/** One worker process. */
export class BenchWorker {
  readonly #child: ChildProcess;
  /** The last lines that it wrote. */
  readonly lastLines: string[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts a process that has loaded everything and polls for nothing yet. */
  static async start(code: Code, bundle: string, environment: NodeJS.ProcessEnv): Promise<BenchWorker> {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [HEAP_LIMIT, '--import', 'tsx', PROCESS, code, bundle], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH, HOME, ...environment },
    });
    stopWithParent(child);
    const worker = new BenchWorker(child);
    const keep = (line: string) => {
      worker.lastLines.push(line);
      if (worker.lastLines.length > KEPT_LINES) worker.lastLines.shift();
    };
    createInterface({ input: child.stderr }).on('line', keep);
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'ready') resolve();
        else keep(line);
      });
      child.once('exit', () => {
        reject(new Error(['A worker ended before it was ready:', ...worker.lastLines].join('\n')));
      });
    });
    await ready;
    return worker;
  }

  /** Lets it poll. */
  go(): void {
    this.#child.stdin?.write('go\n');
  }

  usage(): Usage {
    return usageOf(this.#child.pid ?? 0);
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
