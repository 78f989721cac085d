import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SCENARIOS } from './scenarios.ts';

export function historyFile(name: string): string {
  return fileURLToPath(new URL(`./${name}.json`, import.meta.url));
}

interface RecordedEvent {
  eventType?: string;
  [attributes: string]: unknown;
}

export interface RecordedHistory {
  name: string;
  workflowId: string;
  history: { events: RecordedEvent[] };
}

/** Every recorded history, as the file has it. */
export function recordedHistories(): RecordedHistory[] {
  return Object.keys(SCENARIOS).map((name) => {
    const history = JSON.parse(readFileSync(historyFile(name), 'utf8')) as RecordedHistory['history'];
    const started = history.events[0]?.['workflowExecutionStartedEventAttributes'] as { workflowId: string };
    return { name, workflowId: started.workflowId, history };
  });
}
