import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What a script prints in a time zone of the machine, where its last line is that zone's offset in minutes. Its errors are left alone: Node
 * adds warnings to them.
 */
export async function underTimeZone(zone: string, script: URL): Promise<{ lines: string[]; offset: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', fileURLToPath(script)], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', TZ: zone },
  });
  const lines = stdout.trim().split('\n');
  return { lines: lines.slice(0, -1), offset: Number(lines.at(-1)) };
}
