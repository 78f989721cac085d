import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Recorded } from '../../replay/replay.ts';

const FOLDER = new URL('./', import.meta.url);
const PROGRESS = '.progress.json';

export function historyFile(name: string): string {
  return fileURLToPath(new URL(`${name}.json`, FOLDER));
}

/** What the query `progress` answered when the history was recorded; a workflow that is not an order has none. */
export function progressFile(name: string): string {
  return fileURLToPath(new URL(`${name}${PROGRESS}`, FOLDER));
}

export interface RecordedHistory extends Recorded {
  name: string;
}

/** Every recorded history: whatever is in the folder. */
export function recordedHistories(): RecordedHistory[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  const answers = files.filter((file) => file.endsWith(PROGRESS));
  return files
    .filter((file) => !answers.includes(file))
    .map((file) => file.slice(0, -'.json'.length))
    .map((name) => {
      const history = historyFromJSON(JSON.parse(readFileSync(historyFile(name), 'utf8')));
      const workflowId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId;
      if (workflowId == null) throw new Error(`${historyFile(name)} does not begin with the start of a workflow.`);
      const answered = answers.includes(`${name}${PROGRESS}`);
      const progress: unknown = answered ? JSON.parse(readFileSync(progressFile(name), 'utf8')) : undefined;
      return { name, workflowId, history, ...(answered && { progress }) };
    });
}
