import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('assess-everywhere.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

async function assessedUnder(zone: string): Promise<{ answers: string; offset: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', TZ: zone },
  });
  const lines = stdout.trim().split('\n');
  return { answers: lines.slice(0, -1).join('\n'), offset: Number(lines.at(-1)) };
}

test("the machine's time zone changes nothing", async () => {
  const utc = await assessedUnder('UTC');
  expect(utc.answers.split('\n')).toHaveLength(8 * 4 * 3);
  for (const zone of ['Pacific/Kiritimati', 'America/St_Johns', 'Australia/Melbourne']) {
    const there = await assessedUnder(zone);
    // Otherwise the machine has no such zone, and the test would show nothing.
    expect(there.offset).not.toBe(utc.offset);
    expect(there.answers).toBe(utc.answers);
  }
});
