import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { TEST_BUNDLE } from '../bundle.ts';
import { recordedHistories, type RecordedHistory } from '../histories/library.ts';
import { SCENARIOS } from '../histories/scenarios.ts';

const histories = recordedHistories();

beforeAll(() => {
  // A failed replay is what the control expects.
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
});

function replay(
  { workflowId, history }: RecordedHistory,
  workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>,
) {
  return Worker.runReplayHistory({ workflowBundle }, history, workflowId);
}

test.each(histories)('$name replays against the code of today', async (recorded) => {
  await replay(recorded, { codePath: TEST_BUNDLE });
});

test('control: a flow with two steps swapped does not replay', async () => {
  const workflowsPath = fileURLToPath(new URL('./changed/plan-change.ts', import.meta.url));
  const changed = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const recorded = histories.find(({ name }) => name === 'plan-change-completed');
  if (!recorded) throw new Error('The control needs its history.');
  await expect(replay(recorded, changed)).rejects.toThrow(DeterminismViolationError);
});

test('the index names every history with what it shows', () => {
  const index = readFileSync(new URL('../histories/README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  for (const [name, { shows }] of Object.entries(SCENARIOS)) expect(index).toContain(`| \`${name}\` | ${shows} |`);
});

test('no activity result holds anything personal, nor does a failure', () => {
  for (const { history } of histories) {
    const results = history.events.filter(({ eventType }) =>
      /ACTIVITY_TASK_(COMPLETED|FAILED)|MARKER|EXECUTION_(COMPLETED|FAILED)/.test(eventType ?? ''),
    );
    expect(results.length).toBeGreaterThan(0);
    expect(decoded(results)).not.toMatch(/Jacqueline|Sandbox Street|Sample|Person|0400000|example\.com|password/i);
  }
});

/** A history's text with its payloads, which are base64, in clear. */
function decoded(events: unknown): string {
  return JSON.stringify(events, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
  );
}
