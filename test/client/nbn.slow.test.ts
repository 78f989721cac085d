import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activateInput, PERSON, planChangeInput } from '../flows/inputs.ts';
import { eventually } from '../eventually.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { nbn as run, normal, type Ran, type RunOptions } from './nbn-command.ts';

/*
 * The command's text, as a person reads it. The tests follow each other: Octane's numbers are in the text.
 */

let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nbn-command-'));
  stack = await startDevServerStack({ speed: 20_000 });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true });
});

function nbn(args: string[], { environment, ...options }: RunOptions = {}): Promise<Ran> {
  return run(args, { ...options, environment: { TEMPORAL_ADDRESS: stack.env.address, ...environment } });
}

/** Waits until the list, which is eventually consistent, has an order in a state. */
async function listed(reference: string, state: string): Promise<void> {
  await eventually(async () => {
    for await (const order of stack.orders.list())
      if (order.reference === reference && order.state === state) return true;
    return undefined;
  });
}

function planChange(reference: string, custNo: number, more = {}): string {
  const input = { ...planChangeInput({ reference, service: { custNo }, ...more }), onFallout: 'wait' };
  return JSON.stringify(input);
}

const ASKED = ['--by', 'Ann', '--reason', 'practice'];

describe('an order that completes', () => {
  test('is checked without being started', async () => {
    const { stdout } = await nbn(['start', 'planChange', '--dry-run', '--input', planChange('SO-1', 100001)]);
    expect(stdout).toBe('SO-1: the input is valid; it would be started.\n');
    expect((await nbn(['show', 'SO-1'])).stderr).toBe('There is no order SO-1.\n');
  });

  test('is watched from its start to its end, which the exit code tells', async () => {
    const { exitCode, stdout } = await nbn(['start', 'planChange', '--wait', '--input', planChange('SO-1', 100001)]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Started nbn-order-SO-1\n/);
    expect(stdout).toMatch(/AE[DS]T {2}\w+ +Octane says: Completed\n/);
    expect(stdout).toMatch(/\nSO-1: completed\n$/);
  });

  test("is shown with what was ordered, by its reference and by Octane's number", async () => {
    const { stdout } = await nbn(['show', 'SO-1']);
    expect(normal(stdout)).toMatchSnapshot();
    expect((await nbn(['show', '5000001'])).stdout).toBe(stdout);
  });

  test('is shown as JSON, with times in ISO 8601', async () => {
    const { stdout } = await nbn(['show', 'SO-1', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'completed',
      status: 'COMPLETED',
      ordered: { planNo: 1002, custReqDate: '2026-03-02T00:00:00Z' },
    });
  });
});

describe('an order that waits for a person', () => {
  test('is told at once, with a command for each answer', async () => {
    const { exitCode, stdout } = await nbn(['start', 'planChange', '--wait', '--input', planChange('SO-2', 990008)]);
    expect(exitCode).toBe(4);
    expect(normal(stdout).replace(/^[\s\S]*?(?=To decide)/, '')).toMatchSnapshot();
  });

  test('is shown with commands for the same server', async () => {
    const { stdout } = await nbn(['show', 'SO-2', '--address', stack.env.address]);
    expect(stdout).toContain(`nbn resolve SO-2 abandon --by "$USER" --reason 'why' --address ${stack.env.address}`);
  });

  test('comes into the queue that is watched, on a terminal in red', async () => {
    const { stdout } = await nbn(['watch', '--state', 'fallout'], { terminal: 100, until: /nbn show SO-2/ });
    expect(stdout).toMatch(/\+ SO-2 {2}planChange {2}\u001b\[31mfallout\u001b\[39m {2}refused: /);
  });

  test('is listed in red on a terminal, fits its line, and is plain when piped or with NO_COLOR', async () => {
    await listed('SO-2', 'fallout');
    const onTerminal = await nbn(['list', '--state', 'fallout'], { terminal: 90 });
    const [, row = ''] = onTerminal.stdout.split('\n');
    expect(row).toMatch(/^\u001b\[31mSO-2 .*\u001b\[39m$/);
    const plain = await nbn(['list', '--state', 'fallout'], { terminal: 90, environment: { NO_COLOR: '1' } });
    for (const line of plain.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(90);
    const piped = await nbn(['list', '--state', 'fallout'], { environment: { FORCE_COLOR: undefined } });
    expect(plain.stdout + piped.stdout).not.toContain('\u001b');
    expect(normal(piped.stdout)).toMatchSnapshot();
  });

  test('is answered, and told what it became', async () => {
    const { exitCode, stdout } = await nbn(['resolve', 'SO-2', 'abandon', ...ASKED]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'SO-2  abandon  failed\n1 abandon, now failed\n',
    });
    expect(await nbn(['watch', 'SO-2'])).toMatchObject({ exitCode: 3 });
  });
});

describe('many orders', () => {
  test('with wrong lines start none, and name each', async () => {
    const file = join(folder, 'wrong.csv');
    writeFileSync(
      file,
      'reference,service.custNo,planNo,custReqDate\nB-1,100002,x,2026-03-02T00:00:00Z\nB-1,100003,1002,\n',
    );
    const { exitCode, stderr } = await nbn(['start', 'planChange', '--from', file]);
    expect(exitCode).toBe(1);
    expect(stderr.replaceAll(folder, '')).toMatchSnapshot();
  });

  test('are started once, and told what each became', async () => {
    const file = join(folder, 'orders.jsonl');
    const orders = [planChange('B-1', 100002), planChange('B-2', 990008), planChange('B-3', 990014)];
    writeFileSync(file, orders.join('\n'));
    const first = await nbn(['start', 'planChange', '--from', file, '--rate', '100']);
    expect(first.exitCode).toBe(1);
    expect(first.stdout).toMatch(/^B-2 +started +fallout\n {2}refused: /m);
    expect(first.stdout).toMatch(/^B-3 +started +fallout\n {2}ambiguousService: /m);
    const again = await nbn(['start', 'planChange', '--from', file, '--rate', '100', '--json']);
    const rows = again.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(rows).toMatchObject([
      { line: 1, reference: 'B-1', did: 'there already' },
      { line: 2, reference: 'B-2', did: 'there already', state: 'fallout' },
      { line: 3, reference: 'B-3', did: 'there already', state: 'fallout' },
    ]);
  });

  test('have a progress bar on a terminal', async () => {
    const { stdout } = await nbn(['start', 'planChange', '--from', join(folder, 'orders.jsonl')], { terminal: 100 });
    expect(stdout).toMatch(/Starting .*3 of 3/);
  });

  test('with one code are answered together, and told what each became', async () => {
    await listed('B-2', 'fallout');
    const dry = await nbn(['resolve', '--state', 'fallout', '--code', 'refused', 'retry', '--dry-run', ...ASKED]);
    expect(normal(dry.stdout)).toMatchSnapshot();
    const { exitCode, stdout } = await nbn(['resolve', '--state', 'fallout', '--code', 'refused', 'retry', ...ASKED]);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^B-2 {2}retry {2}fallout\n {2}refused: .*\n1 retry, now fallout\n$/);
  });
});

describe('a list', () => {
  test('says when there are more', async () => {
    expect((await nbn(['list', '--limit', '2'])).stderr).toMatch(/^2 of \d+ orders; more with --limit\.\n$/);
  });

  test("is filtered by Octane's number and by due date", async () => {
    expect((await nbn(['list', '--orderId', '5000001'])).stdout).toMatch(/^REFERENCE.*\nSO-1 .*\n$/);
    expect((await nbn(['list', '--due-before', '30d'])).stdout).toContain('B-3');
    expect((await nbn(['list', '--due-before', '2026-01-01'])).stdout).not.toContain('B-3');
  });
});

test('a diagnostic test is shown with its measurements', async () => {
  const input = { reference: 'T-1', service: { custNo: 100004 }, testType: 'Loopback' };
  await nbn(['start', 'diagnosticTest', '--wait', '--input', JSON.stringify(input)]);
  expect(normal((await nbn(['show', 'T-1'])).stdout)).toMatchSnapshot();
});

test('what is shown of an activation has nothing personal, and times of where the service is', async () => {
  const input = activateInput({ reference: 'A-1', customer: { new: PERSON }, appointment: { slotType: 'AM' } });
  await stack.orders.start('activate', input);
  const page = await eventually(async () => {
    const { stdout } = await nbn(['show', 'A-1', '--time-zone', 'WA']);
    return stdout.includes('Octane has it as order') ? stdout : undefined;
  });
  expect(page).not.toMatch(/Jacqueline|Sample|Sandbox|0400000123|example\.com/);
  expect(page).toMatch(/^Location +LOC380100000993$/m);
  expect(page).toMatch(/^Asked for +Mon 2 Mar 2026, 11:00 AEDT$/m);
});

test('a namespace that does not exist is told', async () => {
  const { exitCode, stderr } = await nbn(['list', '--namespace', 'nope']);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: 'Temporal has no namespace "nope". Name another one with --namespace or TEMPORAL_NAMESPACE.\n',
  });
});

test('a server that is away is told with its cause', async () => {
  const { exitCode, stderr } = await run(['show', 'SO-1', '--address', '127.0.0.1:1']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Temporal cannot be reached at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. .*--address.*\n$/);
});

test('a reader that stops reading ends the command quietly', async () => {
  const child = spawn('sh', ['-c', `"$0" client/nbn.js list --json | head -n 1`, process.execPath], {
    env: { PATH: process.env['PATH'], TEMPORAL_ADDRESS: stack.env.address },
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(errors).toBe('');
});
