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
