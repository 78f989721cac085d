import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopWithParent } from './stop-with-parent.ts';

const KILL_AFTER_MS = 10_000;
const KEPT_LINES = 20;

/** A server that runs as a child process. */
export interface ServerProcess {
  readonly pid: number;
  /** The last lines of its error output, the oldest first; grows while it runs. */
  readonly lastLines: readonly string[];
  /** Resolves with how it ended, such as "exit code 1", once it has. */
  readonly ended: Promise<string>;
  /** Sends SIGTERM, after 10 seconds SIGKILL, and waits for the end. Safe to call more than once. */
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  /** Default: this process's. */
  environment?: NodeJS.ProcessEnv;
  /** A file for its standard output, which is overwritten. Default: it is discarded. */
  outputFile?: string;
}

/**
 * Starts a server in a process group of its own, which the terminal's Ctrl-C does not reach: the caller stops it, after
 * what needs it. It is stopped too when this process ends in any other way.
 *
 * @param log - Called with each line of its error output until it is being stopped, and when it ends without being stopped.
 * @throws When the binary cannot be run.
 */
export async function startServerProcess(
  binary: string,
  serverArguments: readonly string[],
  log: (message: string) => void,
  { environment = process.env, outputFile }: ServerProcessOptions = {},
): Promise<ServerProcess> {
  const child = spawn(binary, serverArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: environment,
  });
  if (outputFile === undefined) child.stdout.resume();
  else child.stdout.pipe(createWriteStream(outputFile));
  await once(child, 'spawn');
  stopWithParent(child);

  let stopping: Promise<void> | undefined;
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
    if (stopping === undefined) log(line);
  });

  // "close" comes after "exit", when all the output has been read.
  const ended = once(child, 'close').then(() => {
    const how = child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
    if (stopping === undefined) log(`ended by itself (${how})`);
    return how;
  });

  async function terminate(): Promise<void> {
    child.kill('SIGTERM');
    const tooLate = new AbortController();
    const killed = sleep(KILL_AFTER_MS, undefined, { signal: tooLate.signal }).then(() => child.kill('SIGKILL'));
    await Promise.race([ended, killed.catch(() => undefined)]);
    tooLate.abort();
    await ended;
  }

  return {
    pid: child.pid ?? 0,
    lastLines,
    ended,
    stop: () => (stopping ??= terminate()),
  };
}
