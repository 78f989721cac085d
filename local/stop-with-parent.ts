import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Has a child process stopped when this process ends, even by SIGKILL or a crash, where no exit handler runs. A shell
 * waits for the end of its input, which the operating system closes with this process.
 *
 * Does nothing on Windows.
 */
export function stopWithParent(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) return;
  const watcher = spawn('sh', ['-c', `read -r _; kill ${child.pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  watcher.on('error', () => undefined);
  // Once the child is gone its id may become another process's.
  child.once('exit', () => watcher.kill());
}
