import { readdirSync, readFileSync } from 'node:fs';
import { historyFile, recordedHistories } from './library.ts';
import { SCENARIOS } from './scenarios.ts';

const files = readdirSync(new URL('./', import.meta.url)).filter((file) => file.endsWith('.json'));

/** A file's text with its payloads, which are base64, in clear. */
function decoded(file: string): string {
  const json: unknown = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  return JSON.stringify(json, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
  );
}

test('the index names every history with what it shows, and no other', () => {
  const index = readFileSync(new URL('./README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  const rows = [...index.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name = '', shows = '']) => [name, shows]);
  expect(rows).toEqual(Object.entries(SCENARIOS).map(([name, { shows }]) => [name, shows]));
});

test('there is a history for every scenario, and no other', () => {
  const names = recordedHistories().map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(SCENARIOS).sort());
});

test('an order has its answer to the query progress, so that a changed one is seen', () => {
  const without = recordedHistories().filter(({ progress }) => progress === undefined);
  const orders = without.filter(({ workflowId }) => workflowId.startsWith('nbn-order-'));
  expect(orders.map(({ name }) => historyFile(name))).toEqual([]);
});

test('no activity result holds anything personal, nor does a failure or an answer', () => {
  const personal = /Jacqueline|Sandbox Street|Sample|Test Person|0400000|example\.com|(?<!OCTANE_)password/i;
  for (const file of files) {
    const { events } = JSON.parse(decoded(file)) as { events?: { eventType: string }[] };
    // The start has the input, and an activity's beginning what it is told: with an activation, whom the technician calls.
    const results = events?.filter(({ eventType }) =>
      /ACTIVITY_TASK_(COMPLETED|FAILED)|MARKER|EXECUTION_(COMPLETED|FAILED)|UPDATE/.test(eventType),
    );
    expect(`${file} ${JSON.stringify(results) ?? decoded(file)}`).not.toMatch(personal);
  }
});

test('nothing tells on which machine a history was recorded, or in which folder', () => {
  for (const file of files) {
    const text = decoded(file);
    expect(`${file} ${/\b\d+@[\w.-]+/.exec(text)?.[0] ?? ''}`).toBe(`${file} `);
    expect(`${file} ${/(file:\/\/|[\s("'])\/[\w.-]+\/[\w./-]+/.exec(text)?.[0] ?? ''}`).toBe(`${file} `);
  }
});
