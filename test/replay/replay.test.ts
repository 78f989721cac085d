import { readFileSync } from 'node:fs';
import { installQuietLogger } from '../../replay/quiet-logger.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { mutated, MUTATIONS } from './mutations.ts';
import { explain, replayRecorded } from './replay-recorded.ts';

// A failed replay is what the controls expect.
beforeAll(installQuietLogger);

test('every recorded history goes on with the code of today, with the same result and progress', async () => {
  const verdicts = await replayRecorded({ codePath: TEST_BUNDLE });
  expect(explain(verdicts)).toBeUndefined();
  expect(verdicts.length).toBeGreaterThan(0);
});

describe('control: the gate sees', () => {
  const bundle = readFileSync(TEST_BUNDLE, 'utf8');

  test.each(Object.entries(MUTATIONS))('%s', async (_, mutation) => {
    const verdicts = await replayRecorded({ code: mutated(bundle, mutation) }, [mutation.history]);
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]?.broken).toEqual({
      what: mutation.breaks,
      why: expect.stringMatching(mutation.because),
    });
  });
});

test('the explanation names the history, the order, the break, and what to do', () => {
  const broken = { what: 'result' as const, why: 'completed.note was "a" and is "b"' };
  const verdict = { name: 'changed', workflowId: 'nbn-order-1', workflowType: 'planChange', open: false, broken };
  expect(explain([verdict])).toMatch(/^changed: planChange nbn-order-1, result: completed\.note was "a" and is "b"$/m);
  expect(explain([verdict])).toContain('docs/changing-a-workflow.md');
});
