import { advice, describe } from '../../replay/explanation.ts';
import { replay, type ReplayOptions, type Verdict } from '../../replay/replay.ts';
import { recordedHistories } from '../histories/library.ts';

export interface NamedVerdict extends Verdict {
  /** The history's, in test/histories. */
  name: string;
}

/** Replays recorded histories, all of them unless some are named, against a bundle. */
export async function replayRecorded(
  workflowBundle: ReplayOptions['workflowBundle'],
  names?: string[],
): Promise<NamedVerdict[]> {
  const histories = recordedHistories().filter(({ name }) => names?.includes(name) ?? true);
  const verdicts: NamedVerdict[] = [];
  // One worker tells of the histories in their order.
  await replay(histories, { workflowBundle }, (verdict) => {
    verdicts.push({ ...verdict, name: histories[verdicts.length]?.name ?? '' });
  });
  return verdicts;
}

/** What broke, and what to do; undefined when nothing did. */
export function explain(verdicts: NamedVerdict[]): string | undefined {
  const broken = verdicts.filter((verdict) => verdict.broken);
  if (broken.length === 0) return undefined;
  const lines = broken.map((verdict) => `${verdict.name}: ${describe(verdict)}`);
  return [...lines, '', advice(broken.flatMap((verdict) => verdict.broken?.what ?? []))].join('\n');
}
